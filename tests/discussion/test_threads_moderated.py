"""What moderators set of a discussion, what comes of it, and that it is undone exactly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Comment, Event, Thread
from discussion.moderating import set_thread, undo
from discussion.permissions import NotAllowed, TooFast, seconds_to_wait_in
from discussion.posting import edit_comment
from tests.discussion.moderators import moderator, rows
from tests.discussion.standing import guest
from tests.factories import article, say, thread, voice, vote

pytestmark = pytest.mark.django_db

VALUES = {
    "state": Thread.State.CLOSED,
    "guests": Thread.Guests.NOT_HERE,
    "feedback": Thread.Feedback.OFF,
    "slow_seconds": 60,
    "hide_scores_hours": 0,
    "close_after_days": 14,
}


@pytest.fixture
def mod():
    return moderator()


def days_ago(days):
    return thread(article(published_at=timezone.now() - timedelta(days=days)))


def set_back(comment, **ago):
    Comment.objects.filter(pk=comment.pk).update(posted_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize("field", VALUES)
def test_each_change_leaves_one_event_and_is_undone(under, mod, field):
    before = rows()
    for _again in range(2):
        set_thread(thread=under, by=mod, reason="It is late.", **{field: VALUES[field]})
    event = Event.objects.get(thread=under)
    assert event.reason.endswith("It is late.") and event.kept["to"] == VALUES[field]
    assert getattr(Thread.objects.get(), field) == VALUES[field]
    assert undo(event.batch, by=mod).done == [event.pk]
    assert rows() == before


def test_what_is_set_at_once_is_undone_at_once(under, mod):
    before = rows()
    set_thread(thread=under, by=mod, **VALUES)
    (batch,) = set(Event.objects.values_list("batch", flat=True))
    assert len(undo(batch, by=mod).done) == len(VALUES)
    assert rows() == before


def test_what_was_changed_again_since_stays(under, mod):
    set_thread(thread=under, by=mod, slow_seconds=60)
    set_thread(thread=under, by=mod, slow_seconds=90)
    first, second = Event.objects.order_by("pk")
    assert "again" in undo(first.batch, by=mod).passed_over[first.pk]
    assert Thread.objects.get().slow_seconds == 90
    undo(second.batch, by=mod)
    assert undo(first.batch, by=mod).done == [first.pk]
    assert Thread.objects.get().slow_seconds == 0


def test_in_slow_mode_one_waits_between_two_comments_of_this_discussion():
    under, ben = thread(slow_seconds=600), voice()
    first = say(ben, thread=under)
    say(voice(), thread=under)
    say(ben, thread=thread())
    with pytest.raises(TooFast, match="10 minutes") as refusal:
        say(ben, under=first)
    assert 590 < refusal.value.seconds <= 600
    set_back(first, seconds=601)
    assert say(ben, under=first)


def test_guests_wait_too():
    under, gus = thread(slow_seconds=60), guest("gus@example.org")
    say(gus, thread=under)
    with pytest.raises(TooFast, match="60 seconds"):
        say(gus, thread=under)


def test_the_more_is_reported_the_longer_it_takes_up_to_ten_times():
    under, ben = thread(slow_seconds=60), voice()
    first = say(ben, thread=under)
    for reports, seconds in ((0, 60), (2, 180), (9, 600), (500, 600)):
        Comment.objects.filter(pk=first.pk).update(report_count=reports)
        with pytest.raises(TooFast) as refusal:
            say(ben, thread=under)
        assert seconds - 10 < refusal.value.seconds <= seconds


def test_moderators_do_not_wait(mod):
    under = thread(slow_seconds=600)
    say(voice(mod), thread=under)
    assert say(voice(mod), thread=under)


def test_without_slow_mode_nothing_is_asked(under, django_assert_max_num_queries):
    ben = voice()
    say(ben, thread=under)
    with django_assert_max_num_queries(0):
        assert seconds_to_wait_in(under, ben) == 0


def test_a_discussion_closes_days_after_its_article_came_out(settings):
    assert not days_ago(400).closed
    settings.CLOSE_AFTER_DAYS = 14
    assert days_ago(15).closed and not days_ago(13).closed
    old = days_ago(15)
    Thread.objects.filter(pk=old.pk).update(close_after_days=0)
    assert not Thread.objects.get(pk=old.pk).closed
    Thread.objects.filter(pk=old.pk).update(close_after_days=16)
    assert not Thread.objects.get(pk=old.pk).closed


def test_then_nobody_posts_votes_or_edits_and_the_state_stays():
    under, ben = days_ago(15), voice()
    comment = say(ben, thread=under)
    Thread.objects.filter(pk=under.pk).update(close_after_days=14)
    for act in (
        lambda: say(ben, thread=under),
        lambda: vote(voice(), comment),
        lambda: edit_comment(comment=comment, by=ben, source="Other words.", wording=0),
    ):
        with pytest.raises(NotAllowed, match=r"closed on \w+"):
            act()
    assert Thread.objects.get().state == Thread.State.OPEN
