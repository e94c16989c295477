"""Deleting a comment and thinking better of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from discussion.models import Comment, State
from discussion.posting import change_state, undo_withdrawal, withdraw_comment
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ben():
    return person("ben")


@pytest.fixture
def comment(ben):
    return say(voice(ben), "I drove over it.", thread=thread(article("bridge")))


def page_of(comment):
    return f"/comments/{comment.pk}/withdrawal"


def bodies(page):
    return page.said(tag="div", class_="c-body")


def test_what_was_deleted_comes_back_with_a_button(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete").press("Delete comment")
    assert page.answers == [303, 200]
    assert page.address == page_of(comment)
    assert page.heading == "Your comment was deleted."
    page = page.press("Undo")
    assert page.answers == [303, 200]
    assert page.address == f"/articles/bridge/comments/{comment.pk}/#comment-{comment.pk}"
    assert bodies(page) == ["I drove over it."]


def test_or_it_stays_deleted(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete").press("Delete comment")
    page = page.follow("Back to the discussion")
    assert page.address == "/articles/bridge/#discussion"
    assert bodies(page) == []


def test_after_some_minutes_there_is_no_button_and_an_old_page_is_told_why(ben, comment, settings):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete").press("Delete comment")
    with freeze_time(timezone.now() + timedelta(minutes=settings.UNDO_MINUTES, seconds=5)):
        assert not page.visitor.open(page_of(comment)).buttons("Undo")
        page = page.press("Undo")
    assert page.status == 403
    assert "A deletion can be undone for 10 minutes." in page.words
    assert Comment.objects.get().state == State.WITHDRAWN


def test_pressed_twice_it_is_undone_once_and_said_so(ben, comment):
    page = Visitor(ben).open("/articles/bridge/").follow("Delete").press("Delete comment")
    page.press("Undo")
    assert page.press("Undo").status == 403
    assert Comment.objects.get().published


def test_sent_twice_the_deletion_leads_to_the_same_page(ben, comment):
    asked = Visitor(ben).open("/articles/bridge/").follow("Delete")
    pages = [asked.press("Delete comment") for _ in range(2)]
    assert {(page.address, page.heading) for page in pages} == {(page_of(comment), "Your comment was deleted.")}


def test_it_is_its_authors_page_alone(ben, comment):
    withdraw_comment(comment=comment, by=voice(ben))
    chief = person(is_staff=True, is_superuser=True)
    for user in (person(), chief):
        assert Visitor(user).open(page_of(comment)).status == 404
    assert Visitor().open(page_of(comment)).heading == "Log in"
    for user in (person(), chief):
        client = Client()
        client.force_login(user)
        assert client.post(f"/comments/{comment.pk}/restoration").status_code == 404
    assert Comment.objects.get().state == State.WITHDRAWN


def test_another_readers_comment_is_not_brought_back_to_where_it_is(comment):
    client = Client()
    client.force_login(person())
    assert client.post(f"/comments/{comment.pk}/restoration").status_code == 403


def test_who_was_logged_out_meanwhile_finds_the_button_after_the_log_in(ben, comment):
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/").follow("Delete").press("Delete comment")
    visitor.open("/accounts/logout/").press("Log out")
    page = page.press("Undo")
    assert page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.address == page_of(comment)
    assert bodies(page.press("Undo")) == ["I drove over it."]


def test_what_a_moderator_hid_returns_hidden(ben, comment):
    change_state(comment, State.HIDDEN)
    page = Visitor(ben).open(page_of(comment)).press("Delete comment").press("Undo")
    assert "Hidden by a moderator, only you can see this" in page.words
    assert bodies(Visitor().open("/articles/bridge/")) == []


def test_erased_words_are_not_offered(ben, comment):
    change_state(comment, State.ERASED)
    assert Visitor(ben).open(page_of(comment)).status == 404


def test_an_article_that_was_taken_down_keeps_its_comments(ben, comment):
    withdraw_comment(comment=comment, by=voice(ben))
    type(comment.thread.article).objects.update(state="draft")
    assert Visitor(ben).open(page_of(comment)).status == 404


def test_a_script_is_answered_with_what_stands_in_its_place(client, ben, comment):
    client.force_login(ben)
    gone = client.post(page_of(comment), **SCRIPT)
    assert gone.status_code == 200
    html = gone.content.decode()
    assert f'<p class="gone" id="name-{comment.pk}">You deleted this comment.' in html
    assert f'formaction="/comments/{comment.pk}/restoration"' in html and 'form="act"' in html
    assert "drove" not in html and "<html" not in html


def test_a_script_gets_the_comments_box_back(client, ben, comment):
    client.force_login(ben)
    client.post(page_of(comment), **SCRIPT)
    back = client.post(f"/comments/{comment.pk}/restoration", **SCRIPT)
    html = back.content.decode()
    assert back.status_code == 200 and "<html" not in html
    assert "I drove over it." in html and f"/comments/{comment.pk}/wording" in html


def test_where_nothing_can_be_undone_a_script_gets_no_button(client, ben, comment, settings):
    settings.UNDO_MINUTES = -1
    client.force_login(ben)
    assert "Undo" not in client.post(page_of(comment), **SCRIPT).content.decode()


def test_everybody_reads_it_again(ben, comment):
    withdraw_comment(comment=comment, by=voice(ben))
    assert bodies(Visitor().open("/articles/bridge/")) == []
    undo_withdrawal(comment=comment, by=voice(ben))
    assert bodies(Visitor().open("/articles/bridge/")) == ["I drove over it."]
