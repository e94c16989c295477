"""A shadow ban that runs out, and one of somebody who has said a lot: what Rounds do of it, bit by bit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Comment, Event, Mail, Notice, Restriction, State
from discussion.moderating import ACTS, lift_restriction, may_undo, moderate, restrict, shadows, undo, undoing
from discussion.moderating.restrictions import lift_expired
from discussion.permissions import NotAllowed
from people.roles import MODERATORS
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.discussion.test_moderating import grown, snapshot
from tests.discussion.test_shadowing import last, shadow, state
from tests.factories import say, staff, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mod():
    return staff(MODERATORS)


def run_out(ban):
    Restriction.objects.filter(pk=ban.pk).update(until=timezone.now() - timedelta(seconds=1))


def rounds():
    """All that there is to do."""
    while lift_expired() or shadows.go_on():
        pass


@pytest.fixture
def few_at_a_time(monkeypatch):
    monkeypatch.setattr(shadows, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(shadows, "AT_A_TIME", 7)


@pytest.fixture
def much(few_at_a_time, under):
    """Of somebody who has said 26 things."""
    ben = voice()
    for _number in range(26):
        say(ben, thread=under)
    under.refresh_from_db()
    return ben


def of(voice):
    """The states of what he said, the newest first."""
    return list(Comment.objects.filter(voice=voice).order_by("-pk").values_list("state", flat=True))


def test_when_it_has_run_out_what_readers_had_comes_back_by_the_site(mod):
    under, said = grown()
    before, ben = snapshot(under), said[0].voice
    ban = shadow(mod, ben, comments_too=True, until=timezone.now() + timedelta(days=1))
    meanwhile = say(ben, thread=under)
    rounds()
    assert snapshot(under)[:2] != before[:2]
    run_out(ban)
    rounds()
    assert snapshot(under)[:2] == before[:2] and state(meanwhile) == State.SHADOWED
    ban.refresh_from_db()
    assert ban.lifted_at
    events = Event.objects.filter(kind=Event.Kind.RESTRICTION_LIFTED)
    assert {event.by for event in events} == {None} and len({event.batch for event in events}) == 1
    assert not Notice.objects.exists() and not Mail.objects.exists()
    assert_sound()


def test_a_second_time_changes_nothing_and_nobody_undoes_the_clock(mod):
    under, said = grown()
    ban = shadow(mod, said[0].voice, comments_too=True, until=timezone.now() + timedelta(days=1))
    run_out(ban)
    rounds()
    after, events = snapshot(under), list(Event.objects.filter(kind=Event.Kind.RESTRICTION_LIFTED))
    rounds()
    assert snapshot(under) == after and not may_undo(events, mod)
    with pytest.raises(NotAllowed, match="nothing to undo"):
        undo(events[0].batch, by=mod)
    assert Event.objects.filter(kind=Event.Kind.RESTRICTION_LIFTED).count() == len(events)


@pytest.mark.parametrize("kind", [Restriction.Kind.BAN, Restriction.Kind.REVIEW])
def test_of_others_that_have_run_out_there_is_nothing_to_do(mod, kind):
    run_out(restrict(kind=kind, voice=voice(), by=mod, reason="Because."))
    assert not lift_expired() and not Event.objects.filter(kind=Event.Kind.RESTRICTION_LIFTED).exists()


def test_of_who_has_said_a_lot_the_rest_follows_and_is_undone_with_it(mod, much, under):
    before = snapshot(under)
    shadow(mod, much, comments_too=True)
    assert of(much) == [State.SHADOWED] * 10 + [State.PUBLISHED] * 16
    shadows.go_on()
    assert of(much) == [State.SHADOWED] * 17 + [State.PUBLISHED] * 9
    assert_sound()
    with pytest.raises(NotAllowed, match="still being carried out"):
        undo(last(Event.Kind.RESTRICTED), by=mod)
    assert of(much).count(State.SHADOWED) == 17
    rounds()
    assert of(much) == [State.SHADOWED] * 26 and Restriction.objects.get().rest_below is None
    assert not undo(last(Event.Kind.RESTRICTED), by=mod).passed_over
    assert snapshot(under) == before and not Restriction.objects.exists()
    assert_sound()


def test_what_a_moderator_takes_out_of_the_shadow_meanwhile_stays_out(mod, much):
    shadow(mod, much, comments_too=True)
    moderate([Comment.objects.filter(voice=much).latest("pk").pk], ACTS["restore"], by=mod)
    rounds()
    assert of(much) == [State.PUBLISHED] + [State.SHADOWED] * 25


def test_lifting_goes_on_likewise_and_is_undone(mod, much, under):
    ban = shadow(mod, much, comments_too=True)
    rounds()
    shadowed = snapshot(under)
    lift_restriction(restriction=ban, by=mod)
    assert of(much) == [State.PUBLISHED] * 10 + [State.SHADOWED] * 16
    with pytest.raises(NotAllowed, match="still being carried out"):
        undo(last(Event.Kind.RESTRICTION_LIFTED), by=mod)
    rounds()
    assert of(much) == [State.PUBLISHED] * 26
    assert not undo(last(Event.Kind.RESTRICTION_LIFTED), by=mod).passed_over
    assert snapshot(under) == shadowed and Restriction.objects.get().lifted_at is None
    rounds()
    assert snapshot(under) == shadowed
    assert_sound()


def test_lifted_before_all_was_taken_all_comes_back(mod, much, under):
    before = snapshot(under)
    ban = shadow(mod, much, comments_too=True)
    shadows.go_on()
    lift_restriction(restriction=ban, by=mod)
    rounds()
    assert snapshot(under) == before
    assert_sound()


def test_a_new_ban_ends_what_the_end_of_the_old_one_had_left(mod, much):
    ban = shadow(mod, much, comments_too=True)
    rounds()
    lift_restriction(restriction=ban, by=mod)
    again = shadow(mod, much)
    rounds()
    assert of(much) == [State.PUBLISHED] * 10 + [State.SHADOWED] * 16
    lift_restriction(restriction=again, by=mod)
    rounds()
    assert of(much) == [State.PUBLISHED] * 26
    assert_sound()


def test_what_is_too_much_to_be_undone_at_once_is_lifted(mod, much, monkeypatch):
    monkeypatch.setattr(undoing, "MOST_UNDONE_AT_ONCE", 20)
    ban = shadow(mod, much, comments_too=True)
    rounds()
    with pytest.raises(NotAllowed, match="Lift the restriction"):
        undo(last(Event.Kind.RESTRICTED), by=mod)
    lift_restriction(restriction=ban, by=mod)
    rounds()
    assert of(much) == [State.PUBLISHED] * 26


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("then", ["lift", "run out"])
def test_many_workers_at_once_while_it_is_lifted_take_and_give_back_each_once(then):
    ben, threads, mod = voice(), [thread() for _number in range(6)], staff(MODERATORS)
    for number in range(120):
        say(ben, thread=threads[number % 6])
    team = [Worker("tests.discussion.carrying_out") for _number in range(3)]
    try:
        for worker in team[1:]:
            worker.order(seconds=6)
        team[0].order(seconds=6, bans=ben.pk, by=mod.pk, then=then)
        answers = [worker.answer() for worker in team]
    finally:
        for worker in team:
            worker.end()
    assert [error for answer in answers for error in answer["tracebacks"]] == []
    rounds()
    assert of(ben) == [State.PUBLISHED] * 120 and not Restriction.objects.filter(rest_below__isnull=False).exists()
    for kind in (Event.Kind.RESTRICTED, Event.Kind.RESTRICTION_LIFTED):
        once = list(Event.objects.filter(kind=kind, comment__isnull=False).values_list("kept__restriction", "comment"))
        assert once and len(once) == len(set(once))
    assert_sound()
