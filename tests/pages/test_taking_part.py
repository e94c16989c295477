"""Saying something, from the page that a reader has before him."""

import pytest

from discussion.models import Comment, Event, Voice
from discussion.posting import withdraw_comment
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

TEXT = "What would you add?"
REPLY = "Your reply"


@pytest.fixture
def ben():
    return person("ben")


def test_a_comment_is_posted_and_stands_there(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: "I *drove* over it.\r\nTwice."})
    comment = Comment.objects.get()
    assert page.answers == [303, 200]
    assert page.address == f"/articles/bridge/#comment-{comment.pk}"
    assert comment.source == "I *drove* over it.\nTwice."
    assert page.said(tag="div", class_="c-body") == ["I drove over it. Twice."]
    assert page.one(id=f"comment-{comment.pk}") is not None


def test_it_stands_there_whatever_the_order_of_the_site(ben, settings):
    settings.DEFAULT_SORT = "oldest"
    under = thread(article("bridge"))
    for _ in range(25):
        say(voice(), thread=under)
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: "The newest."})
    assert "The newest." in page.words


def test_text_of_somebody_who_is_not_logged_in_waits_until_he_is(ben):
    article("bridge")
    visitor = Visitor()
    page = visitor.open("/articles/bridge/").press("Post comment", {TEXT: "Waiting <b>words</b>."})
    assert page.answers == [303, 200]
    assert page.heading == "Log in"
    assert not Comment.objects.exists()
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.address == "/articles/bridge/comments/"
    assert page.text_in(TEXT) == "Waiting <b>words</b>."
    page = page.press("Post comment")
    assert page.answers == [303, 200]
    assert "Waiting <b>words</b>." in page.words
    assert visitor.open("/articles/bridge/comments/").text_in(TEXT) == ""


def test_a_reply_of_somebody_who_is_not_logged_in_waits_too(ben):
    question = say(voice(person("ada")), "Who pays?", thread=thread(article("bridge")))
    page = Visitor().open("/articles/bridge/").follow("Reply to Ada").press("Post comment", {REPLY: "We do."})
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.heading == "Reply to Ada"
    page.press("Post comment")
    assert Comment.objects.get(parent=question).source == "We do."


def test_a_reply_leads_to_its_place_in_the_conversation(ben):
    question = say(voice(person("ada")), "Who pays?", thread=thread(article("bridge")))
    page = Visitor(ben).open("/articles/bridge/").follow("Reply to Ada")
    assert "Who pays?" in page.words
    page = page.press("Post comment", {REPLY: "We do."})
    reply = Comment.objects.get(parent=question)
    assert page.answers == [303, 200]
    assert page.address == f"/articles/bridge/comments/{reply.pk}/#comment-{reply.pk}"
    assert page.said(tag="div", class_="c-body") == ["Who pays?", "We do."]


def test_the_same_form_sent_twice_makes_one_comment(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/")
    first = page.press("Post comment", {TEXT: "Once."})
    again = page.press("Post comment", {TEXT: "Once."})
    assert again.answers == [303, 200]
    assert again.address == first.address
    assert Comment.objects.count() == Event.objects.count() == 1


@pytest.mark.parametrize("text", ["", " ", " \r\n\t\r\n ", "\u2003\u3000"])
def test_a_comment_without_words_is_asked_for_some(ben, text):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: text})
    assert page.status == 422
    assert "Write something first." in page.words
    page = page.press("Post comment", {TEXT: "Now."})
    assert page.answers == [303, 200]


def test_ten_thousand_characters_are_the_most(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: "ä" * 10_001})
    assert page.status == 422
    assert "A comment has at most 10000 characters; this one has 10001." in page.words
    assert page.text_in(TEXT) == "ä" * 10_001
    assert page.press("Post comment", {TEXT: "äö dü " * 1_666 + "äüö."}).answers == [303, 200]


def test_a_line_break_counts_as_one_character_though_a_browser_sends_two(ben):
    article("bridge")
    text = "four\n" * 2000
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: text[:-1] + "!"})
    assert page.answers == [303, 200]
    assert Comment.objects.get().source == text[:-1] + "!"


def test_a_nul_byte_is_refused_and_the_text_kept(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/").press("Post comment", {TEXT: "before\x00after"})
    assert page.status == 422
    assert "before" in page.text_in(TEXT) and "after" in page.text_in(TEXT)
    assert page.said(class_="error")
    assert page.press("Post comment", {TEXT: "before after"}).answers == [303, 200]


def test_a_nul_byte_of_somebody_who_is_not_logged_in_is_dropped(ben):
    article("bridge")
    page = Visitor().open("/articles/bridge/").press("Post comment", {TEXT: "before\x00after"})
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.text_in(TEXT) == "beforeafter"


@pytest.mark.parametrize("client_id", [None, "", "x", "\x00", "364956d8-01c1-4294-9aca-b214d87da21f0"])
def test_a_form_without_a_usable_id_comes_back_with_one_and_the_text(ben, client_id):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/")
    field = page.one("input", name="client_id")
    if client_id is None:
        del field.attrib["name"]
    else:
        field.set("value", client_id)
    page = page.press("Post comment", {TEXT: "My words."})
    assert page.status == 422
    assert page.text_in(TEXT) == "My words."
    assert page.said(class_="error")
    assert page.press("Post comment").answers == [303, 200]


@pytest.mark.parametrize(
    ("state", "words"), [("closed", "This discussion is closed."), ("read_only", "nobody can post at the moment")]
)
def test_a_thread_that_closed_meanwhile_refuses_in_words_and_keeps_the_text(ben, state, words):
    question = say(voice(person("ada")), thread=thread(article("bridge")))
    page = Visitor(ben).open("/articles/bridge/")
    forms = {TEXT: page, REPLY: page.follow("Reply to Ada")}
    thread(question.thread.article, state=state)
    for label, page in forms.items():
        answer = page.press("Post comment", {label: "Too late."})
        assert answer.status == 403
        assert words in answer.words
        assert answer.text_in(label) == "Too late."
    assert Comment.objects.count() == 1


def test_a_comment_that_went_meanwhile_cannot_be_answered(ben):
    ada = voice(person("ada"))
    question = say(ada, thread=thread(article("bridge")))
    page = Visitor(ben).open("/articles/bridge/").follow("Reply to Ada")
    withdraw_comment(comment=question, by=ada)
    assert page.press("Post comment", {REPLY: "Too late."}).status in (403, 404)
    assert Comment.objects.count() == 1


def test_a_comment_is_found_under_its_own_article_only():
    comment = say(voice(), thread=thread(article("bridge")))
    article("river")
    assert Visitor().open(f"/articles/bridge/comments/{comment.pk}/").status == 200
    assert Visitor().open(f"/articles/river/comments/{comment.pk}/").status == 404


def test_a_first_word_gives_a_voice_and_reading_gives_none(ben):
    article("bridge")
    page = Visitor(ben).open("/articles/bridge/")
    page.follow("Log out")
    assert not Voice.objects.exists()
    page.press("Post comment", {TEXT: "Hello."})
    assert Voice.objects.get().user == ben


def test_a_form_of_somebody_who_logged_out_meanwhile_leads_to_the_log_in_with_the_text_kept(ben):
    article("bridge")
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/")
    visitor.open("/accounts/logout/").press("Log out")
    page = page.press("Post comment", {TEXT: "Still here."})
    assert page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.text_in(TEXT) == "Still here."
