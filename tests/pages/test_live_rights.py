"""What the question for changes answers to whatever is asked. What it tells of comments to whom: test_outlets.py."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.polling import browser, poll, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def under():
    return thread(article("bridge"))


def somebody(role):
    if role == "nobody":
        return None
    user = person(is_staff=role != "other", is_superuser=role == "superuser")
    if role == "moderator":
        user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


@pytest.mark.parametrize(
    "fields",
    [{"state": Article.State.DRAFT}, {"state": Article.State.DRAFT, "published_at": None}],
)
@pytest.mark.parametrize("role", ["nobody", "superuser"])
def test_of_an_article_that_is_not_out_nobody_learns_anything(under, fields, role):
    say(voice(), thread=under)
    Article.objects.update(**fields)
    reader = somebody(role)
    for known in (None, 1):
        response = poll(browser(reader), under, 0, known=known)
        assert response.status_code == 404
        assert "Poll-After" not in response and "ETag" not in response


def test_an_article_that_comes_by_the_clock_has_no_changes_before(under):
    Article.objects.update(published_at=timezone.now() + timedelta(hours=1))
    assert poll(browser(), under, 0, known=0).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999", "9" * 18, "9" * 30])
def test_a_thread_that_is_not_there_is_a_404(pk):
    response = browser().get(f"/threads/{pk}/changes?since=0", headers={"if-none-match": '"0"'})
    assert response.status_code == 404


@pytest.mark.parametrize("since", [None, "", "-1", "1.5", "x", "١", " 1", "1\n", "9" * 19, "9" * 400, "\x00"])
@pytest.mark.parametrize("show", [False, True])
def test_a_version_that_is_none_is_a_bad_request(under, since, show):
    query = ({} if since is None else {"since": since}) | ({"show": "1"} if show else {})
    assert browser().get(f"/threads/{under.pk}/changes", query).status_code == 400


def test_a_version_that_is_yet_to_come_has_nothing_after_it(under):
    say(voice(), thread=under)
    assert told(under, 10**17)["count"] == 0


@pytest.mark.parametrize("role", ["nobody", "other", "moderator"])
def test_questions_to_the_database_do_not_grow(under, role):
    reader, counts = somebody(role), []
    for _ in range(2):
        for _ in range(5):
            vote(voice(), say(voice(), thread=under))
        client = browser(reader)
        with CaptureQueriesContext(connection) as asked:
            poll(client, under, 0)
        with CaptureQueriesContext(connection) as asked_to_show:
            poll(client, under, 0, show=1)
        counts.append((len(asked), len(asked_to_show)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_no_cookie_is_set_on_who_only_asks(under):
    assert not poll(browser(), under, 0).cookies
