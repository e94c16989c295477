"""Undoing what moderators did: everything is as it was, but for events, versions and times."""

from datetime import timedelta

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from discussion.models import Claim, Comment, Event, Report, Rule, State
from discussion.moderating import ACTS, last_act, moderate, moderate_and_ban, pick, set_thread, undo, unpick
from discussion.permissions import NotAllowed
from discussion.recounting import recount
from discussion.reporting import weigh_reports
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS
from tests.discussion.soundness import assert_sound
from tests.discussion.test_moderating import grown, snapshot
from tests.factories import say, staff, thread, voice

pytestmark = pytest.mark.django_db


def reported(comment, *rules):
    for rule in rules:
        Report.objects.create(comment=comment, voice=voice(), rule=rule)
    weigh_reports(comment)
    return comment


def state_of(comment):
    return Comment.objects.values_list("state", "looked_at", "report_count", "report_weight").get(pk=comment.pk)


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
@pytest.mark.parametrize("state", State)
def test_each_act_is_undone_from_each_state_that_it_fits(act, state):
    if not act.fits(state):
        return
    comment = say(voice(), thread=thread())
    say(voice(), under=comment)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    recount(comment.thread)
    reported(comment, Rule.SPAM, Rule.HATE)
    before, counted = state_of(comment), snapshot(comment.thread)
    done = moderate([comment.pk], act, by=staff(MODERATORS), reason="Because.")
    assert state_of(comment) != before
    assert len(undo(done.batch, by=staff(MODERATORS)).done) == 1
    assert state_of(comment) == before
    assert snapshot(comment.thread) == counted
    assert_sound()


def test_many_rejected_at_once_are_undone_at_once():
    under, said = grown(60)
    for comment in said[::7]:
        reported(comment, Rule.ATTACK)
    before, reports = snapshot(under), list(Report.objects.order_by("pk").values())
    mod = staff(MODERATORS)
    done = moderate([c.pk for c in said], ACTS["refuse"], by=mod, rule=Rule.ATTACK)
    assert Report.objects.filter(outcome=Report.Outcome.UPHELD, decision__batch=done.batch).count() == len(said[::7])
    undone = undo(done.batch, by=mod, reason="It was the wrong page.")
    assert len(undone.done) == 60 and undone.passed_over == {}
    assert snapshot(under) == before
    assert list(Report.objects.order_by("pk").values()) == reports
    assert (
        Event.objects.filter(kind=Event.Kind.UNDONE, batch=undone.batch, reason="It was the wrong page.").count() == 60
    )
    assert_sound()


def test_undoing_twice_changes_nothing_more():
    comment, mod = say(voice(), thread=thread()), staff(MODERATORS)
    done = moderate([comment.pk], ACTS["hide"], by=mod, reason="Because.")
    undo(done.batch, by=mod)
    moderate([comment.pk], ACTS["hide"], by=mod, reason="After all.")
    again = undo(done.batch, by=mod)
    assert again.done == [] and "already" in next(iter(again.passed_over.values()))
    assert state_of(comment)[0] == State.HIDDEN


def test_what_was_changed_again_since_stays_and_is_named():
    comment, mod = say(voice(), thread=thread()), staff(MODERATORS)
    other = say(voice(), thread=comment.thread)
    done = moderate([comment.pk, other.pk], ACTS["hide"], by=mod, reason="Because.")
    moderate([comment.pk], ACTS["restore"], by=staff(MODERATORS))
    undone = undo(done.batch, by=mod)
    assert len(undone.done) == 1 and "again" in next(iter(undone.passed_over.values()))
    assert state_of(comment)[0] == state_of(other)[0] == State.PUBLISHED
    assert_sound()


def test_what_another_decided_alike_since_is_his_decision():
    comment, mod, other = say(voice(), thread=thread()), staff(MODERATORS), staff(MODERATORS)
    first = moderate([comment.pk], ACTS["hide"], by=mod, reason="Because.")
    moderate([comment.pk], ACTS["restore"], by=other)
    second = moderate([comment.pk], ACTS["hide"], by=other, reason="For another reason.")
    assert undo(first.batch, by=mod).done == []
    assert state_of(comment)[0] == State.HIDDEN
    assert len(undo(second.batch, by=mod).done) == 1
    assert state_of(comment)[0] == State.PUBLISHED


def test_a_discussion_closed_again_by_another_stays_closed():
    under, mod, other = thread(), staff(MODERATORS), staff(MODERATORS)
    for by, state in ((mod, "closed"), (other, "open"), (other, "closed")):
        set_thread(thread=under, by=by, state=state)
    first, _opened, second = Event.objects.filter(thread=under).order_by("pk").values_list("batch", flat=True)
    assert undo(first, by=mod).done == []
    assert len(undo(second, by=mod).done) == 1
    under.refresh_from_db()
    assert under.state == "open"


def test_only_for_thirty_days_and_not_what_someone_above_did():
    comment, chief = say(voice(), thread=thread()), staff(ADMINISTRATORS)
    done = moderate([comment.pk], ACTS["hide"], by=chief, reason="Because.")
    with pytest.raises(NotAllowed, match="above"):
        undo(done.batch, by=staff(MODERATORS))
    Event.objects.filter(batch=done.batch).update(at=timezone.now() - timedelta(days=31))
    with pytest.raises(NotAllowed, match="30 days"):
        undo(done.batch, by=chief)
    assert state_of(comment)[0] == State.HIDDEN


def test_picks_come_and_go_with_their_time():
    comment, editor = say(voice(), thread=thread()), staff(EDITORS)
    pick(comment=comment, by=editor)
    picked = last_act(editor).batch
    at = Comment.objects.get(pk=comment.pk).picked_at
    unpick(comment=comment, by=editor)
    undo(last_act(editor).batch, by=editor)
    assert Comment.objects.get(pk=comment.pk).picked_at == at
    undo(picked, by=editor)
    assert Comment.objects.get(pk=comment.pk).picked_at is None
    assert last_act(editor) is None


def test_what_another_has_before_him_is_passed_over_until_his_time_is_up():
    comment, mod, other = say(voice(), thread=thread()), staff(MODERATORS), staff(MODERATORS)
    claim = Claim.objects.create(comment=comment, user=other, until=timezone.now() + timedelta(minutes=2))
    outcome = moderate([comment.pk], ACTS["hide"], by=mod, reason="Because.")
    assert outcome.done == [] and other.display_name in outcome.passed_over[comment.pk]
    Claim.objects.filter(pk=claim.pk).update(until=timezone.now())
    assert moderate([comment.pk], ACTS["hide"], by=mod, reason="Because.").done == [comment.pk]
    assert not Claim.objects.exists()


def test_200_comments_rejected_and_their_author_banned_are_undone_at_once():
    author, under = voice(), thread()
    first = say(voice(), thread=under)
    with override_settings(POSTS_A_MINUTE=0):
        said = [say(author, f"Number {number}.", under=first) for number in range(200)]
    before, mod = snapshot(under), staff(MODERATORS)
    done = moderate_and_ban([c.pk for c in said], ACTS["refuse"], by=mod, rule=Rule.SPAM)
    assert len(done.done) == 200
    with pytest.raises(NotAllowed):
        say(author, under=first)
    undone = undo(done.batch, by=mod)
    assert len(undone.done) == 201 and undone.passed_over == {}
    assert snapshot(under) == before
    assert say(author, under=first).published
    assert_sound()
