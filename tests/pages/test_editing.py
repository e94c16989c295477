"""Wording a comment anew, reading how it read before, and taking it back."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from discussion.models import Comment, State
from discussion.posting import edit_comment
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

YOURS = "Your comment"


@pytest.fixture
def ben():
    return person("ben")


@pytest.fixture
def comment(ben):
    return say(voice(ben), "I drove *over* it.", thread=thread(article("bridge")))


def bodies(page):
    return page.said(tag="div", class_="c-body")


def test_an_edit_stands_there_and_says_that_it_is_one(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Edit")
    assert page.text_in(YOURS) == "I drove *over* it."
    page = page.press("Save", {YOURS: "I walked over it."})
    assert page.answers == [303, 200]
    assert page.address == f"/articles/bridge/comments/{comment.pk}/#comment-{comment.pk}"
    assert bodies(page) == ["I walked over it."]
    assert page.links("edited")


def test_everybody_reads_the_earlier_wordings(ben, comment):
    for words in ("second", "third"):
        Visitor(ben).open("/articles/bridge/").follow("Edit").press("Save", {YOURS: words})
    page = Visitor().open("/articles/bridge/").follow("edited")
    assert page.heading == "Earlier wordings"
    assert bodies(page) == ["third", "second", "I drove over it."]
    assert page.follow("Back").address == f"/articles/bridge/comments/{comment.pk}/"


def test_a_comment_without_edits_has_no_earlier_wordings(comment):
    page = Visitor().open(f"/comments/{comment.pk}/wordings")
    assert "This comment was never edited." in page.words
    assert not Visitor().open("/articles/bridge/").links("edited")


def test_the_time_for_edits_ends(ben, comment, settings):
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/").follow("Edit")
    with freeze_time(comment.posted_at + timedelta(minutes=settings.EDIT_MINUTES, seconds=1)):
        late = page.press("Save", {YOURS: "Better words."})
        assert late.status == 403
        assert "A comment can be edited for 15 minutes after posting." in late.words
        assert late.text_in(YOURS) == "Better words."
        assert not visitor.open("/articles/bridge/").links("Edit")
        assert visitor.open(f"/comments/{comment.pk}/wording").status == 403
    assert Comment.objects.get().source == "I drove *over* it."


def test_the_last_second_counts(ben, comment, settings):
    page = Visitor(ben).open("/articles/bridge/").follow("Edit")
    with freeze_time(comment.posted_at + timedelta(minutes=settings.EDIT_MINUTES)):
        assert page.press("Save", {YOURS: "Better words."}).answers == [303, 200]


def test_of_two_edits_at_once_the_second_is_asked_again_with_its_text_kept(ben, comment):
    slow = Visitor(ben).open("/articles/bridge/").follow("Edit")
    edit_comment(comment=comment, by=comment.voice, source="Faster.", wording=0)
    asked = slow.press("Save", {YOURS: "Slower."})
    assert asked.status == 409
    assert "This comment was changed since you opened it." in asked.words
    assert bodies(asked) == ["Faster."]
    assert asked.text_in(YOURS) == "Slower."
    assert Comment.objects.get().source == "Faster."
    assert bodies(asked.press("Save")) == ["Slower."]


def test_saving_what_stands_there_changes_nothing(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Edit").press("Save")
    assert page.answers == [303, 200]
    assert not page.links("edited")


@pytest.mark.parametrize("text", ["", "   ", "a" * 10_001, "nul \x00 byte"])
def test_what_is_no_comment_is_no_edit(ben, comment, text):
    page = Visitor(ben).open("/articles/bridge/").follow("Edit").press("Save", {YOURS: text})
    assert page.status == 422
    assert page.said(class_="error")
    assert Comment.objects.get().source == "I drove *over* it."


@pytest.mark.parametrize("wording", ["", "x", "-1", "30001", "9" * 40, "\x00"])
def test_an_edit_with_a_nonsense_wording_is_sent_back_with_the_text(ben, comment, wording):
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/").follow("Edit")
    page.one("input", name="wording").set("value", wording)
    page = page.press("Save", {YOURS: "Better words."})
    assert page.status == 422
    assert page.text_in(YOURS) == "Better words."
    assert page.said(class_="error")


def test_an_edit_of_somebody_who_logged_out_meanwhile_waits_until_he_is_back(ben, comment):
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/").follow("Edit")
    visitor.open("/").follow("Log out").press("Log out")
    page = page.press("Save", {YOURS: "Better words."})
    assert page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.text_in(YOURS) == "Better words."
    assert bodies(page.press("Save")) == ["Better words."]


def test_nobody_edits_or_deletes_what_is_not_his(comment):
    ada = Visitor(person("ada"))
    page = ada.open("/articles/bridge/")
    assert not page.links("Edit") and not page.links("Delete")
    for name in ("wording", "withdrawal"):
        page = ada.open(f"/comments/{comment.pk}/{name}")
        assert page.status == 403
        assert "Only its author can" in page.words


def test_nobody_edits_in_a_thread_that_is_closed(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Edit")
    thread(comment.thread.article, state="closed")
    page = page.press("Save", {YOURS: "Too late."})
    assert page.status == 403
    assert page.text_in(YOURS) == "Too late."


def test_a_comment_is_deleted_after_a_question(ben, comment):
    say(voice(), "A reply.", under=comment)
    page = Visitor(ben).open("/articles/bridge/").follow("Delete")
    assert page.heading == "Delete your comment?"
    assert bodies(page) == ["I drove over it."]
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED
    page = page.press("Delete comment")
    assert page.answers == [303, 200]
    assert page.heading == "Your comment was deleted." and "drove" not in page.html
    page = page.follow("Back to the discussion")
    assert page.address == "/articles/bridge/#discussion"
    assert "This comment was deleted by its author." in page.words
    assert bodies(page) == ["A reply."]
    assert "drove" not in page.html


def test_a_comment_may_be_kept_after_all(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete").follow("Keep it")
    assert page.address == f"/articles/bridge/comments/{comment.pk}/"
    assert bodies(page) == ["I drove over it."]


def test_deleting_twice_is_no_failure_of_ours(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete")
    page.press("Delete comment")
    assert page.press("Delete comment").status in (200, 403, 404)


def test_words_that_are_deleted_are_nowhere(ben, comment):
    edit_comment(comment=comment, by=comment.voice, source="I ran over it.", wording=0)
    say(voice(), "A reply.", under=comment)
    visitor = Visitor(ben)
    visitor.open("/articles/bridge/").follow("Delete").press("Delete comment")
    for name in ("wordings", "wording", "replies"):
        assert visitor.open(f"/comments/{comment.pk}/{name}").status == 404
    for reader in (visitor, Visitor()):
        for address in (
            "/",
            "/articles/bridge/",
            f"/articles/bridge/comments/{comment.pk}/",
            f"/comments/{comment.pk}/withdrawal",
        ):
            html = reader.open(address).html
            assert "drove" not in html and "ran over" not in html
