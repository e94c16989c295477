"""What somebody above has decided stands: nobody overturns it by undoing, on appeal, or by an act of his own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.appealing import appeal, decision_about
from discussion.conversation.card import Card, find_for_card
from discussion.models import Appeal, Comment, Restriction, State, Thread
from discussion.moderating import (
    ACTS,
    decide_appeal,
    lift_restriction,
    lift_suspension,
    moderate,
    moderate_and_ban,
    pin,
    restrict,
    set_thread,
    suspend_person,
    undo,
    unpin,
)
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS
from tests.factories import person, say, staff, thread, voice

pytestmark = pytest.mark.django_db

WHY = "Because."


@pytest.fixture
def mod():
    return staff(MODERATORS)


@pytest.fixture
def chief():
    return staff(ADMINISTRATORS)


@pytest.fixture
def comment():
    return say(voice(), "It is a bridge.", thread=thread())


def now(comment):
    return Comment.objects.select_related("voice", "thread").get(pk=comment.pk)


def did(comment, act, by):
    """Whether it was done, or else why not."""
    outcome = moderate([comment.pk], ACTS[act], by=by, reason=WHY)
    return outcome.done == [comment.pk] or outcome.passed_over[comment.pk]


def appealed(comment):
    return appeal(decision=decision_about(now(comment)), by=comment.voice, text="But.")


@pytest.mark.parametrize("act", ["restore", "spam"])
def test_what_an_administrator_has_hidden_stays_hidden_for_moderators(mod, chief, comment, act):
    assert did(comment, "hide", chief) is True
    assert "above" in did(comment, act, mod)
    assert now(comment).state == State.HIDDEN
    assert did(comment, act, staff(ADMINISTRATORS)) is True


def test_what_an_administrator_has_kept_a_moderator_keeps_and_no_more(mod, chief, comment):
    assert did(comment, "keep", chief) is True
    assert "above" in did(comment, "hide", mod)
    assert did(comment, "keep", mod) is True
    assert did(comment, "hide", mod) is True  # the last who decided is he himself now


def test_worded_anew_it_is_everybodys(mod, chief, comment):
    assert did(comment, "keep", chief) is True
    edit_comment(comment=now(comment), by=comment.voice, source="It is an insult.", wording=0)
    assert did(comment, "hide", mod) is True


def test_what_he_himself_has_undone_binds_nobody(mod, chief, comment):
    done = moderate([comment.pk], ACTS["keep"], by=chief)
    undo(done.batch, by=chief)
    assert did(comment, "hide", mod) is True


def test_what_he_has_undone_of_another_stays_undone(mod, chief, comment):
    done = moderate([comment.pk], ACTS["hide"], by=mod, reason=WHY)
    undo(done.batch, by=chief)
    assert "above" in did(comment, "refuse", mod)
    assert did(comment, "keep", mod) is True


def test_an_appeal_that_an_administrator_denied_is_not_granted_by_restoring(mod, chief, comment):
    assert did(comment, "hide", mod) is True
    decide_appeal(appeal=appealed(comment), granted=False, answer="No.", by=chief)
    assert "above" in did(comment, "restore", staff(MODERATORS))
    assert did(comment, "restore", chief) is True


@pytest.mark.parametrize("granted", [True, False])
def test_an_appeal_waits_for_who_stands_no_lower_than_who_decided(mod, chief, comment, granted):
    assert did(comment, "hide", chief) is True
    one = appealed(comment)
    with pytest.raises(NotAllowed, match="of that rank"):
        decide_appeal(appeal=one, granted=granted, answer="So.", by=mod)
    with pytest.raises(NotAllowed, match="another moderator"):
        decide_appeal(appeal=one, granted=granted, answer="So.", by=chief)
    assert Appeal.objects.get().outcome == Appeal.Outcome.OPEN
    decide_appeal(appeal=one, granted=granted, answer="So.", by=person(is_superuser=True))
    assert Appeal.objects.get().outcome != Appeal.Outcome.OPEN


def test_who_decided_and_has_his_role_no_more_binds_nobody(mod, chief, comment):
    assert did(comment, "hide", chief) is True
    chief.groups.clear()
    assert did(comment, "restore", mod) is True


def test_of_many_those_are_passed_over(mod, chief):
    under = thread()
    above, other = say(voice(), thread=under), say(voice(), thread=under)
    assert did(above, "keep", chief) is True
    outcome = moderate([above.pk, other.pk], ACTS["hide"], by=mod, reason=WHY)
    assert outcome.done == [other.pk] and "above" in outcome.passed_over[above.pk]


def test_the_desk_offers_what_he_may_and_says_why_not_the_rest(mod, chief, comment):
    assert did(comment, "keep", chief) is True
    card = Card.of(find_for_card(comment.pk), mod)
    assert [act.name for act in card.acts] == ["keep"] and "above" in card.objection
    card = Card.of(find_for_card(comment.pk), chief)
    assert len(card.acts) > 1 and not card.objection


@pytest.mark.parametrize("kind", [Restriction.Kind.BAN, Restriction.Kind.EMAIL])
def test_a_restriction_is_lifted_and_replaced_by_who_stands_no_lower(mod, chief, kind):
    about = {"voice": voice()} if kind == Restriction.Kind.BAN else {"pattern": "*@example.net"}
    made = restrict(kind=kind, by=chief, reason=WHY, until=timezone.now() + timedelta(days=1), **about)
    with pytest.raises(NotAllowed, match="above"):
        lift_restriction(restriction=made, by=mod)
    with pytest.raises(NotAllowed, match="above"):
        restrict(kind=kind, by=mod, reason="For less.", **about)
    assert list(Restriction.objects.standing()) == [made]
    Restriction.objects.update(until=timezone.now() - timedelta(minutes=1))
    restrict(kind=kind, by=mod, reason="Anew.", **about)
    assert Restriction.objects.standing().get().by.user == mod


def test_a_suspension_likewise(mod, chief):
    ben, until = voice(), timezone.now() + timedelta(days=1)
    suspend_person(voice=ben, until=until, reason=WHY, by=chief)
    for act in (
        lambda by: lift_suspension(voice=ben, by=by),
        lambda by: suspend_person(voice=ben, until=until, reason="For less.", by=by),
    ):
        with pytest.raises(NotAllowed, match="above"):
            act(mod)
    lift_suspension(voice=ben, by=staff(ADMINISTRATORS))
    suspend_person(voice=ben, until=until, reason=WHY, by=mod)
    lift_suspension(voice=ben, by=mod)


def test_who_is_banned_by_somebody_above_stays_so_while_the_rest_is_rejected(mod, chief):
    ben, under = voice(), thread()
    said, other = say(ben, thread=under), say(voice(), thread=under)
    made = restrict(kind=Restriction.Kind.BAN, voice=ben, by=chief, reason=WHY)
    outcome = moderate_and_ban([said.pk, other.pk], ACTS["refuse"], by=mod, reason=WHY)
    assert outcome.done == [said.pk, other.pk]
    assert list(ben.restrictions.filter(lifted_at=None)) == [made]
    assert other.voice.restrictions.standing().exists()


def test_a_pin_is_taken_off_by_who_stands_no_lower(mod, chief, comment):
    pin(comment=comment, by=chief)
    with pytest.raises(NotAllowed, match="above"):
        unpin(comment=comment, by=mod)
    assert now(comment).pinned_at
    unpin(comment=comment, by=chief)
    pin(comment=comment, by=mod)
    unpin(comment=comment, by=mod)


def test_so_is_what_was_set_of_a_discussion_each_setting_by_itself(mod, chief, comment):
    set_thread(thread=comment.thread, by=mod, state=Thread.State.CLOSED)
    with pytest.raises(NotAllowed, match="above"):
        set_thread(thread=comment.thread, by=staff(EDITORS), state=Thread.State.OPEN)
    set_thread(thread=comment.thread, by=chief, state=Thread.State.READ_ONLY)
    with pytest.raises(NotAllowed, match="above"):
        set_thread(thread=comment.thread, by=mod, state=Thread.State.OPEN, slow_seconds=60)
    set_thread(thread=comment.thread, by=mod, state=Thread.State.READ_ONLY, slow_seconds=60)
    found = Thread.objects.get(pk=comment.thread_id)
    assert (found.state, found.slow_seconds) == (Thread.State.READ_ONLY, 60)
