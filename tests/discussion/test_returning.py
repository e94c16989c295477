"""Undoing that one deleted a comment."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from freezegun import freeze_time

from discussion.models import Comment, Event, Reader, State, Thread, Voice
from discussion.moderating import ACTS, moderate
from discussion.permissions import NotAllowed
from discussion.posting import change_state, edit_comment, undo_withdrawal, withdraw_comment
from discussion.recounting import recount
from people.closing import close_account
from tests.factories import person, say, thread, voice, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return voice()


@pytest.fixture
def comment(ada):
    """Between a comment that it answers and one that answers it; voted on, and worded anew."""
    root = say(voice(), thread=thread())
    comment = vote(voice(), say(ada, "First words.", under=root))
    say(voice(), "An answer.", under=comment)
    edit_comment(comment=comment, by=ada, source="Second words.", wording=0)
    return Comment.objects.get(pk=comment.pk)


def row(comment):
    told = Comment.objects.filter(pk=comment.pk).values().get()
    return {name: told[name] for name in told if name != "appeared"}


def counts(comment):
    fresh = Thread.objects.get(pk=comment.thread_id)
    rows = Comment.objects.filter(thread=fresh).order_by("pk")
    return fresh.comment_count, fresh.voice_count, list(rows.values_list("reply_count", "descendant_count"))


def test_it_stands_there_as_before(comment, ada):
    before, counted = row(comment), counts(comment)
    withdraw_comment(comment=comment, by=ada)
    assert counts(comment) != counted
    returned = undo_withdrawal(comment=comment, by=ada)
    assert returned.published
    assert (row(comment), counts(comment)) == (before, counted)
    assert recount(comment.thread) == []
    assert comment in Comment.objects.visible_to(Reader(person()))


@pytest.mark.parametrize("state", [State.PUBLISHED, State.HELD, State.REFUSED, State.HIDDEN, State.SPAM])
def test_it_returns_to_the_state_that_it_had(comment, ada, state):
    if state == State.REFUSED:
        change_state(comment, State.HELD)
    if state != State.PUBLISHED:
        change_state(comment, state)
    withdraw_comment(comment=comment, by=ada)
    assert undo_withdrawal(comment=comment, by=ada).state == state
    assert recount(comment.thread) == []


def test_the_log_says_what_was(comment, ada):
    withdraw_comment(comment=comment, by=ada)
    undo_withdrawal(comment=comment, by=ada)
    told = list(comment.events.order_by("-pk").values_list("kind", "was", "by")[:2])
    assert told == [(Event.Kind.RETURNED, "withdrawn", ada.pk), (Event.Kind.WITHDRAWN, "published", ada.pk)]


def test_moderators_and_those_who_leave_write_down_what_was_too(comment, ada):
    chief = person(is_superuser=True, is_staff=True)
    moderate([comment.pk], ACTS["hide"], by=chief, reason="Rude.")
    assert comment.events.last().was == "published"
    close_account(ada.user, comments_go=True)
    assert (comment.events.last().kind, comment.events.last().was) == (Event.Kind.ERASED, "hidden")


def test_it_is_a_change_that_readers_could_see(comment, ada):
    withdraw_comment(comment=comment, by=ada)
    version = Thread.objects.get().version
    undo_withdrawal(comment=comment, by=ada)
    assert Thread.objects.get().version == version + 1
    assert Comment.objects.get(pk=comment.pk).appeared == version + 1


def test_only_for_some_minutes(comment, ada, settings):
    settings.UNDO_MINUTES = 3
    withdraw_comment(comment=comment, by=ada)
    at = comment.events.last().at
    with freeze_time(at + timedelta(minutes=3, seconds=1)), pytest.raises(NotAllowed, match="for 3 minutes"):
        undo_withdrawal(comment=comment, by=ada)
    with freeze_time(at + timedelta(minutes=3)):
        assert undo_withdrawal(comment=comment, by=ada).published


def test_the_minutes_are_those_of_the_last_time(comment, ada):
    with freeze_time(timezone.now() - timedelta(days=1)):
        withdraw_comment(comment=comment, by=ada)
        undo_withdrawal(comment=comment, by=ada)
    change_state(Comment.objects.get(pk=comment.pk), State.HIDDEN)
    withdraw_comment(comment=comment, by=ada)
    assert undo_withdrawal(comment=comment, by=ada).state == State.HIDDEN


def test_nobody_undoes_it_for_another(comment, ada):
    withdraw_comment(comment=comment, by=ada)
    with pytest.raises(NotAllowed):
        undo_withdrawal(comment=comment, by=voice())
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN


def test_a_stranger_took_nothing_back(comment, ada):
    guest = Voice.objects.create(name="Guest")
    Comment.objects.filter(pk=comment.pk).update(voice=guest)
    withdraw_comment(comment=Comment.objects.get(pk=comment.pk), by=guest)
    assert not Comment.objects.taken_back_by(Reader(AnonymousUser()))


def test_twice_is_refused_and_counts_once(comment, ada):
    counted = counts(comment)
    withdraw_comment(comment=comment, by=ada)
    undo_withdrawal(comment=comment, by=ada)
    with pytest.raises(NotAllowed, match="nothing to undo"):
        undo_withdrawal(comment=comment, by=ada)
    assert counts(comment) == counted


@pytest.mark.parametrize("state", [State.PUBLISHED, State.HIDDEN, State.ERASED])
def test_there_is_nothing_to_undo_where_nothing_was_taken_back(comment, ada, state):
    if state != State.PUBLISHED:
        change_state(comment, state)
    with pytest.raises(NotAllowed, match="nothing to undo"):
        undo_withdrawal(comment=comment, by=ada)


def test_not_where_nobody_knows_how_it_stood(comment, ada):
    """As of withdrawals before that was written down."""
    withdraw_comment(comment=comment, by=ada)
    Event.objects.update(was="")
    with pytest.raises(NotAllowed):
        undo_withdrawal(comment=comment, by=ada)


@pytest.mark.parametrize("state", ["closed", "read_only", "reviewed"])
def test_whatever_became_of_the_discussion_meanwhile(comment, ada, state):
    withdraw_comment(comment=comment, by=ada)
    Thread.objects.update(state=state)
    assert undo_withdrawal(comment=comment, by=ada).published


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_no_moderator_brings_back_what_its_author_took_back(comment, ada, act):
    withdraw_comment(comment=comment, by=ada)
    chief = person(is_superuser=True, is_staff=True)
    assert list(moderate([comment.pk], act, by=chief, reason="Why not.").passed_over) == [comment.pk]
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN


def test_who_left_cannot_come_back_for_his_words(comment, ada):
    withdraw_comment(comment=comment, by=ada)
    close_account(ada.user, comments_go=True)
    with pytest.raises(NotAllowed):
        undo_withdrawal(comment=comment, by=ada)
    assert Comment.objects.get(pk=comment.pk).source == ""
