"""What strangers are told without a view is what the view tells, byte for byte, whatever version they have."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.live import recent
from discussion.models import Comment, State, Thread
from discussion.passages import Chosen
from discussion.posting import change_state, edit_comment, withdraw_comment
from discussion.voting import retract_vote
from tests.factories import article, say, thread, voice, vote
from tests.pages.polling import browser, poll, process_that_told, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def under():
    return thread(article("bridge"))


def assert_told_alike(under, sinces=None):
    """The view answers who asks in other words."""
    for since in sinces or range(version(under) + 3):
        by_view = poll(browser(), under, since, other="words")
        client = browser()
        for _first_and_later in range(2):
            with CaptureQueriesContext(connection) as asked:
                by_process = poll(client, under, since)
            if since <= version(under):
                assert len(asked) <= 2  # how the thread stands, and what is recent in it
            assert by_process.content == by_view.content
            assert headers(by_process) == headers(by_view)
            assert by_view.status_code == 200 and "Content-Security-Policy" in by_view.headers


def headers(response):
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def full_of_everything(under):
    """Comments in all states, edited, voted on, on passages; let in later, taken back, and shown again."""
    ada, ben = voice(), voice()
    first = say(ada, thread=under)
    say(ben, under=first)
    on_passage = say(ben, thread=under, chosen=Chosen("The text"))
    say(ada, under=on_passage)
    for state in State:
        Comment.objects.filter(pk=say(ben, thread=under).pk).update(state=state)
    for comment in Comment.objects.filter(state=State.PUBLISHED):
        vote(voice(), comment)
        vote(voice(), comment, -1)
    retract_vote(comment=first, by=vote_of(first))
    edit_comment(comment=first, by=ada, source="Other words.", wording=0)
    withdraw_comment(comment=say(ada, thread=under), by=ada)
    change_state(Comment.objects.filter(state=State.HELD).first(), State.PUBLISHED)
    change_state(Comment.objects.get(pk=on_passage.pk), State.HIDDEN)


def vote_of(comment):
    return comment.votes.first().voice


def test_an_empty_thread(under):
    assert_told_alike(under)


def test_everything_at_once(under):
    full_of_everything(under)
    assert_told_alike(under)
    change_state(Comment.objects.get(passage__isnull=False), State.PUBLISHED)
    assert_told_alike(under)


@pytest.mark.parametrize("state", Thread.State)
def test_a_thread_in_any_state(under, state):
    full_of_everything(under)
    Thread.objects.update(state=state)
    assert_told_alike(under, [0, 5, version(under)])


def test_votes_that_are_not_shown_yet(under):
    Thread.objects.update(hide_scores_hours=2)
    old, new = say(voice(), thread=under), say(voice(), thread=under)
    Comment.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(hours=3))
    for comment in (new, old):
        vote(voice(), comment)
    assert_told_alike(under)
    assert list(poll(process_that_told(under), under, 0).json()["votes"]) == [str(old.pk)]


def test_more_than_is_counted(under, monkeypatch):
    for module in ("discussion.live.recent", "discussion.views.changes"):
        for name in ("MOST_COUNTED", "MOST_VOTES", "MOST_PASSAGES"):
            monkeypatch.setattr(f"{module}.{name}", 2)
    full_of_everything(under)
    for comment in Comment.objects.all():
        Comment.objects.filter(pk=comment.pk).update(passage=None)
    assert_told_alike(under)
    assert poll(process_that_told(under), under, 0).json()["count"] == recent.MOST_COUNTED


def test_many_that_appeared_at_once(under):
    """As they do where a discussion is loaded from a file."""
    for _ in range(4):
        say(voice(), thread=under)
    Comment.objects.update(appeared=2)
    assert_told_alike(under)


def test_a_refusal_is_not_what_all_are_told(under):
    say(voice(), thread=under)
    client = browser()
    address = f"/threads/{under.pk}/changes?since=0"
    assert client.get(address, headers={"host": "elsewhere.example"}).status_code == 400
    assert headers(client.get(address)) == headers(poll(browser(), under, 0, other="words"))


def test_a_version_that_is_none_is_refused_all_the_same(under):
    client = process_that_told(under)
    for since in ("", "x", "-1", "9" * 19, "١"):
        assert poll(client, under, since).status_code == 400


def test_who_is_known_is_asked_about_by_the_view(under):
    client = process_that_told(under)
    client.cookies["guest"] = "x"
    with CaptureQueriesContext(connection) as asked:
        poll(client, under, 0)
    assert len(asked) > 2
