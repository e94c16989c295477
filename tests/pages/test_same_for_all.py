"""What somebody sees who is not logged in is the same for everybody: no token, no cookie, not one byte."""

import pytest
from django.test import Client

from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    ben, ada = voice(person("ben")), voice(person("ada"))
    comment = say(ben, thread=thread(article("bridge")))
    for _ in range(25):
        vote(ada, say(ben, under=say(ben, thread=comment.thread)))
    return [
        "/", "/sections/world/", "/articles/bridge/", "/articles/bridge/?sort=best", "/articles/bridge/comments/",
        f"/articles/bridge/comments/{comment.pk}/", f"/comments/{comment.pk}/replies",
        f"/comments/{comment.pk}/wordings", "/articles/bridge/?sort=nonsense", "/nothing", "/healthz", "/readyz",
    ]  # fmt: skip


def test_two_readers_get_the_same_bytes(pages):
    one, other = Client(), Client(headers={"user-agent": "another", "accept-language": "en-GB"})
    for page in pages:
        assert one.get(page).content == other.get(page).content, page


def test_no_cookie_is_set_on_who_only_reads(pages):
    client = Client()
    for page in pages:
        response = client.get(page)
        assert "Set-Cookie" not in response.headers and not response.cookies, page
        assert b"csrfmiddlewaretoken" not in response.content, page


def test_a_page_of_somebody_logged_in_is_kept_by_no_shared_cache(pages):
    client = Client()
    client.force_login(person())
    for page in pages[:8]:
        assert "Cookie" in client.get(page).headers["Vary"], page


def test_what_comments_look_like_depends_on_the_reader_in_one_place_only(pages):
    """Cut out the part with the actions and the mark, and a signed-in reader's thread is everybody's."""
    shared = []
    for visitor in (Visitor(), Visitor(person("eve")), Visitor(person("eva"))):
        page = visitor.open("/articles/bridge/")
        for comment in page.all("div", class_="c-own"):
            comment.remove(page.one("div", comment, class_="c-act"))
        shared.append([(e.tag, e.attrib, e.text, e.tail) for e in page.one("ol", class_="thread").iter()])
    assert shared[0] == shared[1] == shared[2]
    assert len(shared[0]) > 500


def test_nobodys_address_is_printed(pages):
    for visitor in (Visitor(), Visitor(person("eve"))):
        for page in pages:
            assert "ben@example.org" not in visitor.open(page).html and "ada@example.org" not in visitor.open(page).html
