"""What a reader may not see never reaches a page that is open, neither as text nor as a number."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from discussion.models import Comment, State
from discussion.models.state import KEPT_FROM_READERS
from discussion.posting import change_state
from tests.factories import article, guest, person, say, thread, voice, vote
from tests.pages.polling import browser, poll, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def under():
    return thread(article("bridge"))


ROLES = ("nobody", "other", "author", "moderator", "superuser", "staff", "suspended")


def somebody(role, author):
    if role in ("nobody", "author"):
        return author if role == "author" else None
    user = person(is_staff=role in ("moderator", "superuser", "staff"), is_superuser=role == "superuser")
    if role == "moderator":
        user.user_permissions.add(Permission.objects.get(codename="moderate"))
    if role == "suspended":
        user.suspended_until = timezone.now() + timedelta(days=1)
        user.save()
    return user


def reads(role, state):
    kept = state in KEPT_FROM_READERS and role in ("author", "moderator", "superuser")
    return state == State.PUBLISHED or kept


@pytest.mark.parametrize("state", [state for state in State if state != State.UNPROVED])
@pytest.mark.parametrize("role", ROLES)
def test_what_a_reader_may_not_see_never_reaches_him(under, role, state):
    """Neither as text nor as a number: not as a new comment, and not by votes that it had before."""
    author = person("author")
    say(voice(), thread=under)
    comment = say(voice(author), "What nobody should see.", thread=under)
    vote(voice(), comment)
    if state == State.REFUSED:
        change_state(comment, State.HELD)
    if state != State.PUBLISHED:
        change_state(Comment.objects.get(pk=comment.pk), state)
    reader = somebody(role, author)
    found, may = told(under, 1, reader), reads(role, state)
    assert found["count"] == (may and role != "author")
    assert found["votes"] == ({str(comment.pk): [1, 0]} if may else {})
    counts = state == State.PUBLISHED or (state == State.SHADOWED and role == "author")  # who takes it to be published
    assert found["comments"] == ("2 comments from 2 readers" if counts else "1 comment from 1 reader")
    html = poll(browser(reader), under, 1, show=1).content.decode()
    assert (f"comment-{comment.pk}" in html) == ("What nobody should see." in html) == found["count"]


@pytest.mark.parametrize("role", ROLES)
def test_what_waits_for_its_writer_reaches_nobody_else(under, role):
    say(voice(), thread=under)
    waiting = say(guest(), "What nobody should see.", thread=under)
    assert waiting.state == State.UNPROVED
    reader = somebody(role, person("author"))
    found = told(under, 1, reader)
    assert (found["count"], found["votes"], found["comments"]) == (0, {}, "1 comment from 1 reader")
    assert "What nobody should see." not in poll(browser(reader), under, 1, show=1).content.decode()


def test_a_parent_that_he_may_not_read_is_not_named(under):
    parent = say(voice(person("hidden", display_name="Hidden Person")), thread=under)
    say(voice(), under=parent)
    change_state(Comment.objects.get(pk=parent.pk), State.HIDDEN)
    html = poll(browser(), under, 1, show=1).content.decode()
    assert "<li" in html and "Hidden Person" not in html


@pytest.mark.parametrize(
    "fields",
    [{"state": Article.State.DRAFT}, {"state": Article.State.DRAFT, "published_at": None}],
)
@pytest.mark.parametrize("role", ["nobody", "superuser"])
def test_of_an_article_that_is_not_out_nobody_learns_anything(under, fields, role):
    say(voice(), thread=under)
    Article.objects.update(**fields)
    reader = somebody(role, None)
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
    reader, counts = somebody(role, None), []
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
