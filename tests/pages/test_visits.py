"""The mark of what a reader has seen: it moves when he leaves."""

import pytest

from articles.models import Article
from discussion.models import Visit
from tests.factories import article, person, say, thread, voice
from tests.pages.polling import browser
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def under():
    return thread(article("bridge"))


def leave(user, under, version, **more):
    client = browser(user)
    return client.post(f"/threads/{under.pk}/visit", {"version": version, **more})


def test_leaving_a_page_moves_the_mark_and_answers_nothing(under):
    ben = person("ben")
    say(voice(), thread=under)
    response = leave(ben, under, 1)
    assert (response.status_code, response.content) == (204, b"")
    assert Visit.objects.values_list("user", "version").get() == (ben.pk, 1)


def test_what_came_since_is_marked_until_he_says_that_he_has_read_it(under):
    ben = Visitor(person("ben"))
    first = say(voice(), thread=under)
    page = ben.open("/articles/bridge/")
    assert page.all("b", class_="new") == [] and not page.buttons("Mark all as read")
    leave(page.response.wsgi_request.user, under, 1)
    later = [say(voice(), thread=under), say(voice(), under=first)]
    page = ben.open("/articles/bridge/")
    marked = [comment.get("id") for comment in page.all("article", class_="c") if page.all("b", comment, class_="new")]
    assert {f"comment-{comment.pk}" for comment in later} <= set(marked)
    assert len(page.all("b", class_="new")) == 2
    page = page.press("Mark all as read")
    assert page.answers == [303, 200]
    assert page.all("b", class_="new") == []


def test_arriving_moves_nothing(under):
    Visitor(person("ben")).open("/articles/bridge/")
    assert not Visit.objects.exists()


def test_the_button_leads_back_to_the_page_that_it_was_on(under):
    ben = person("ben")
    for page, address in (
        ("/articles/bridge/?sort=best", "/articles/bridge/?sort=best#discussion"),
        ("https://evil.example/", "/articles/bridge/#discussion"),
        ("", "/articles/bridge/#discussion"),
    ):
        response = leave(ben, under, 0, next=page)
        assert (response.status_code, response["Location"]) == (303, address)


def test_who_is_not_logged_in_is_asked_to(under):
    response = leave(None, under, 0)
    assert response.status_code == 303
    assert response["Location"].startswith("/accounts/login/?next=/articles/bridge/")
    assert not Visit.objects.exists()


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 19])
def test_a_mark_that_is_none_is_a_bad_request(under, version):
    assert leave(person(), under, version).status_code == 400


def test_there_is_no_mark_on_what_is_not_out(under):
    Article.objects.update(state=Article.State.DRAFT)
    for user in (None, person()):
        assert leave(user, under, 0).status_code == 404
