"""How a text will look, before it is sent."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from discussion.models import Comment, Event, Thread, Voice
from tests.factories import article, person, say, thread, voice
from tests.pages.every_url import rows
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db

TEXT, REPLY, YOURS = "What would you add?", "Your reply", "Your comment"
SOURCE = "I *drove* over it.\n\n> Twice."


@pytest.fixture
def ben():
    return person("ben")


def shown(page):
    """The preview's own HTML, as elements."""
    (section,) = page.all("section", class_="preview")
    assert words_of(page.one("h2", section)) == "Preview"
    return page.one("div", section, class_="c-body")


@pytest.fixture(params=["nobody", "reader"])
def visitor(request, ben):
    return Visitor(ben if request.param == "reader" else None)


def test_a_preview_shows_how_it_will_look_and_keeps_the_text(visitor):
    article("bridge")
    page = visitor.open("/articles/bridge/").press("Preview", {TEXT: SOURCE})
    assert page.answers == [200]
    assert page.address == "/articles/bridge/comments/"
    assert [element.tag for element in shown(page).iter()] == ["div", "p", "em", "blockquote", "p"]
    assert page.text_in(TEXT) == SOURCE
    assert not page.said(class_="error")


def test_of_a_reply_too(visitor):
    question = say(voice(person("ada")), "Who pays?", thread=thread(article("bridge")))
    page = visitor.open("/articles/bridge/").follow("Reply to Ada").press("Preview", {REPLY: SOURCE})
    assert (page.status, page.address) == (200, f"/comments/{question.pk}/replies")
    assert page.text_in(REPLY) == SOURCE
    assert words_of(shown(page)) == "I drove over it. Twice."


def test_it_changes_nothing(visitor):
    article("bridge")
    page = visitor.open("/articles/bridge/")
    before = rows()
    page = page.press("Preview", {TEXT: SOURCE})
    page.press("Preview", {TEXT: "Other words."})
    assert rows() == before
    assert not (Thread.objects.exists() or Voice.objects.exists() or Event.objects.exists())


def test_a_stranger_gets_no_cookie_and_no_session(ben):
    article("bridge")
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/articles/bridge/comments/", {"source": SOURCE, "preview": "1"})
    assert answer.status_code == 200 and not answer.cookies
    assert not Session.objects.exists()
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_readers_preview_needs_his_token(ben):
    article("bridge")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ben)
    assert client.post("/articles/bridge/comments/", {"source": SOURCE, "preview": "1"}).status_code == 403


def test_what_was_previewed_is_posted_once(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/").press("Preview", {TEXT: SOURCE}).press("Preview")
    for _ in range(2):
        assert page.press("Post comment").answers == [303, 200]
    assert [comment.source for comment in Comment.objects.all()] == [SOURCE]


def test_a_stranger_posts_it_after_the_log_in(ben):
    article("bridge")
    page = Visitor().open("/articles/bridge/").press("Preview", {TEXT: SOURCE}).press("Post comment")
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.text_in(TEXT) == SOURCE
    page.press("Post comment")
    assert Comment.objects.get().source == SOURCE


@pytest.mark.parametrize("text", ["", " \r\n", "x" * 10_001, "a\x00b"])
def test_what_could_not_be_posted_is_not_shown_but_told(visitor, text):
    article("bridge")
    page = visitor.open("/articles/bridge/").press("Preview", {TEXT: text})
    assert page.status == 422
    assert page.said(class_="error") and not page.all("section", class_="preview")


def test_of_a_comment_worded_anew(ben):
    comment = say(voice(ben), "First words.", thread=thread(article("bridge")))
    page = Visitor(ben).open(f"/comments/{comment.pk}/wording").press("Preview", {YOURS: SOURCE})
    assert (page.answers, page.address) == ([200], f"/comments/{comment.pk}/wording")
    assert words_of(shown(page)) == "I drove over it. Twice."
    assert page.text_in(YOURS) == SOURCE
    assert Comment.objects.get().source == "First words."
    page.press("Save")
    assert Comment.objects.get().source == SOURCE


def test_nobody_previews_in_anothers_comment(ben):
    comment = say(voice(), "First words.", thread=thread(article("bridge")))
    client = Client()
    client.force_login(ben)
    answer = client.post(f"/comments/{comment.pk}/wording", {"source": SOURCE, "wording": "0", "preview": "1"})
    assert answer.status_code == 403


def test_in_a_closed_discussion_it_says_so_and_keeps_the_text(ben):
    told = article("bridge")
    page = Visitor(ben).open("/articles/bridge/")
    thread(told, state="closed")
    page = page.press("Preview", {TEXT: SOURCE})
    assert page.status == 403
    assert "This discussion is closed." in page.words
    assert page.text_in(TEXT) == SOURCE


def test_what_attacks_a_page_is_shown_as_words(visitor):
    article("bridge")
    page = visitor.open("/articles/bridge/").press("Preview", {TEXT: "<script>alert(1)</script> [x](javascript:1)"})
    assert "<script>alert(1)" in words_of(shown(page))
    assert not page.all("script", shown(page)) and not page.all("a", shown(page))
