"""Who is kept out, how he is told, and that it is undone as if it had never been."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from discussion.exporting import Person, export_of
from discussion.guests.claiming import claim
from discussion.leaving import leave
from discussion.models import Event, Note, Restriction, State, Subscription, Thread
from discussion.moderating import (
    ACTS,
    lift_restriction,
    lift_suspension,
    moderate,
    note,
    restrict,
    suspend_person,
    undo,
    warn_person,
)
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment, withdraw_comment
from discussion.restricting import restraints_of, unwelcome
from discussion.subscribing import subscribe, unsubscribe
from discussion.voting import cast_vote, retract_vote
from people.models import User
from people.roles import ADMINISTRATORS, MODERATORS
from tests.discussion.standing import guest
from tests.discussion.test_moderating import staff
from tests.factories import person, say, voice, vote

pytestmark = pytest.mark.django_db

Kind = Restriction.Kind
WHY = "Three insults in a week."


@pytest.fixture
def mod():
    return staff(MODERATORS)


def later(**time):
    return timezone.now() + timedelta(**time)


def ban(mod, whom, **more):
    return restrict(kind=Kind.BAN, voice=whom, by=mod, reason=WHY, **more)


def people():
    """Every row that acts on people may change, but Events."""
    tables = {model: list(model.objects.order_by("pk").values()) for model in (Restriction, Note)}
    users = list(User.objects.order_by("pk").values("pk", "suspended_until", "suspension_reason"))
    return tables, users


def of(event_kind):
    return Event.objects.filter(kind=event_kind).latest("pk").batch


def test_who_is_banned_can_say_vote_and_follow_nothing_and_reads_why(mod, under):
    ben, other = voice(), say(voice(), thread=under)
    said = say(ben, thread=under)
    until = later(days=3)
    ban(mod, ben, until=until)
    for refused in (
        lambda: say(ben, thread=under),
        lambda: edit_comment(comment=said, by=ben, source="Otherwise.", wording=0),
        lambda: cast_vote(comment=other, by=ben, value=1),
        lambda: subscribe(by=ben, thread=under, kind=Subscription.Kind.THREAD),
    ):
        with pytest.raises(NotAllowed, match=r"banned until .*: Three insults"):
            refused()


def test_what_he_did_before_he_can_still_take_back(mod, under):
    ben, other = voice(), say(voice(), thread=under)
    said, _voted = say(ben, thread=under), vote(ben, other)
    follows = subscribe(by=ben, thread=under, kind=Subscription.Kind.THREAD)
    ban(mod, ben)
    withdraw_comment(comment=said, by=ben)
    retract_vote(comment=other, by=ben)
    unsubscribe(by=ben, subscription=follows)
    assert not Subscription.objects.filter(voice=ben).exists()


def test_a_ban_ends_by_the_clock_and_does_not_stand_in_the_way_of_the_next(mod, under):
    ben = voice()
    first = ban(mod, ben, until=later(hours=1))
    with freeze_time(later(hours=2)):
        say(ben, thread=under)
        second = ban(mod, ben)
    first.refresh_from_db()
    assert first.lifted_at and not second.lifted_at
    with pytest.raises(NotAllowed, match="You are banned: Three"):
        say(ben, thread=under)


def test_what_he_says_waits_where_it_is_to_be_reviewed(mod, under):
    ben = voice()
    out = say(ben, thread=under)
    restrict(kind=Kind.REVIEW, voice=ben, by=mod, reason=WHY)
    assert say(ben, thread=under).state == State.HELD
    assert say(voice(), thread=under).state == State.PUBLISHED
    with pytest.raises(NotAllowed, match="wait for review"):
        edit_comment(comment=out, by=ben, source="What nobody has reviewed.", wording=0)


@pytest.mark.parametrize("kind", [Kind.REVIEW, Kind.BAN, Kind.SHADOW])
def test_every_restriction_is_undone_as_if_it_had_never_been(mod, kind):
    ben = voice()
    ban(mod, ben, until=later(days=1))
    before = people()
    restrict(kind=kind, voice=ben, by=mod, reason=WHY)
    assert people() != before
    assert undo(of(Event.Kind.RESTRICTED), by=mod).done
    assert people() == before


def test_a_lifting_is_undone_and_what_was_banned_anew_meanwhile_stays(mod):
    ben = voice()
    first = ban(mod, ben)
    before = people()
    lift_restriction(restriction=first, by=mod)
    batch = of(Event.Kind.RESTRICTION_LIFTED)
    undo(batch, by=mod)
    assert people() == before
    lift_restriction(restriction=first, by=mod)
    again = of(Event.Kind.RESTRICTION_LIFTED)
    ban(mod, ben)
    assert list(undo(again, by=mod).passed_over.values()) == ["It was changed again since."]


def test_warnings_notes_and_suspensions_are_undone_as_if_they_had_never_been(mod):
    ben = voice()
    suspend_person(voice=ben, until=later(days=1), reason="First.", by=mod)
    before = people()
    for act, kind in (
        (lambda: warn_person(voice=ben, reason=WHY, by=mod, rule="attack"), Event.Kind.WARNED),
        (lambda: note(about=ben, text="Twice now.", by=mod), Event.Kind.NOTED),
        (lambda: suspend_person(voice=ben, until=later(days=9), reason="Again.", by=mod), Event.Kind.SUSPENDED),
        (lambda: lift_suspension(voice=ben, by=mod), Event.Kind.LET_IN),
    ):
        act()
        assert undo(of(kind), by=mod).done
        assert people() == before


def test_a_suspension_that_was_changed_since_is_left_as_it_is(mod):
    ben = voice()
    suspend_person(voice=ben, until=later(days=1), reason="First.", by=mod)
    first = of(Event.Kind.SUSPENDED)
    suspend_person(voice=ben, until=later(days=9), reason="Again.", by=mod)
    assert not undo(first, by=mod).done
    assert User.objects.get(pk=ben.user_id).suspension_reason == "Again."


@pytest.mark.parametrize("act", ["warn", "ban", "note", "lift"])
def test_nobody_does_it_to_himself_or_to_someone_above_him(mod, act):
    chief = staff(ADMINISTRATORS)
    of_chief = ban(staff(ADMINISTRATORS), voice(chief)) if act == "lift" else None
    acts = {
        "warn": lambda whom: warn_person(voice=whom, reason=WHY, by=mod),
        "ban": lambda whom: ban(mod, whom),
        "note": lambda whom: note(about=whom, text="Hm.", by=mod),
        "lift": lambda whom: lift_restriction(restriction=of_chief, by=mod),
    }
    for whom in (voice(chief), *([] if act == "lift" else [voice(mod)])):
        with pytest.raises(NotAllowed, match=r"himself|above him"):
            acts[act](whom)


def test_what_the_person_is_told_needs_a_reason(mod):
    ben = voice()
    for act in (
        lambda: restrict(kind=Kind.BAN, voice=ben, by=mod, reason="  "),
        lambda: restrict(kind=Kind.EMAIL, pattern="*@example.net", by=mod, reason=""),
        lambda: warn_person(voice=ben, reason=" ", by=mod, rule="nonsense"),
    ):
        with pytest.raises(NotAllowed, match="Say why"):
            act()
    assert restrict(kind=Kind.SHADOW, voice=ben, by=mod, reason="").reason == ""


def test_a_banned_address_keeps_out_guests_members_and_newcomers(mod, under):
    restrict(kind=Kind.EMAIL, pattern="*@example.net", by=mod, reason=WHY)
    member = voice()
    for whom in (guest("gus@example.net"), member):
        EmailAddress.objects.create(user=member.user, email="Two@example.net", verified=True) if whom == member else 0
        with pytest.raises(NotAllowed, match="This e-mail address is banned: Three"):
            say(whom, thread=under)
    assert "banned" in unwelcome("new@example.net", "")
    assert unwelcome("new@example.com", "") == ""
    assert say(guest("gus@example.com"), thread=under).published


def test_a_banned_network_keeps_out_who_writes_from_there_but_not_who_works_here(mod):
    restrict(kind=Kind.ADDRESS, pattern="203.0.113.0/24", by=mod, reason=WHY)
    ben, colleague = voice(), voice(staff(MODERATORS))
    assert "Your network is banned" in restraints_of(ben, "203.0.113.4").refusal.reason
    assert restraints_of(ben, "203.0.114.4").refusal
    assert restraints_of(colleague, "203.0.113.4").refusal


@pytest.mark.parametrize("who", ["member", "guest"])
def test_all_that_stands_against_somebody_takes_one_query(mod, who):
    whom = voice() if who == "member" else guest("gus@example.com")
    ban(mod, whom)
    restrict(kind=Kind.EMAIL, pattern="*@example.net", by=mod, reason=WHY)
    with CaptureQueriesContext(connection) as asked:
        assert not restraints_of(whom, "203.0.113.4").refusal
    assert len(asked) == 1


def test_a_guest_is_kept_out_in_his_other_browser_too_but_not_by_who_only_typed_his_address(mod, under):
    gus, unproved = guest("gus@example.com"), guest("cem@example.com", proved=False)
    ban(mod, gus)
    ban(mod, unproved)
    with pytest.raises(NotAllowed):
        say(guest("gus@example.com"), thread=under)
    assert say(guest("cem@example.com"), thread=under).published


def test_an_account_is_no_way_out_of_a_guests_ban(mod, under):
    ben = person("ben")
    gus = guest(ben.email)
    say(gus, thread=under)
    ban(mod, gus)
    note(about=gus, text="Twice now.", by=mod)
    claim(user=ben, email=ben.email)
    with pytest.raises(NotAllowed, match="banned"):
        say(voice(ben), thread=under)
    assert Note.objects.get().about == voice(ben)


def test_who_leaves_takes_notes_and_reasons_along(mod):
    ben = voice()
    ban(mod, ben)
    note(about=ben, text="Lives in Secretville.", by=mod)
    suspend_person(voice=ben, until=later(days=1), reason="Secret reason.", by=mod)
    lift_suspension(voice=ben, by=mod)
    leave(ben.user, comments_go=False)
    assert not Note.objects.exists()
    assert Restriction.objects.get().reason == ""
    kept = " ".join(f"{event.reason} {event.kept}" for event in Event.objects.filter(about=ben))
    assert "Secret" not in kept and "insults" not in kept


def test_he_takes_along_what_stands_against_him_but_not_notes_and_not_the_shadow(mod, under):
    ben = voice()
    say(ben, thread=under)
    ban(mod, ben)
    note(about=ben, text="Twice now.", by=mod)
    undo(of(Event.Kind.NOTED), by=mod)
    restrict(kind=Kind.SHADOW, voice=ben, by=mod, reason="A machine.", comments_too=True)
    told = {name: list(rows) for name, rows in export_of(Person.of_user(ben.user))}
    assert [row["what"] for row in told["restrictions"]] == [Kind.BAN]
    assert [row["what"] for row in told["events"]] == [Event.Kind.POSTED, Event.Kind.RESTRICTED]
    assert [row["state"] for row in told["comments"]] == [State.PUBLISHED]


def test_bulk_and_ban_of_one_gesture_are_undone_together(mod, under):
    ben = voice()
    said = [say(ben, thread=under) for _ in range(5)]
    before = people()
    batch = moderate([c.pk for c in said], ACTS["refuse"], by=mod, rule="spam").batch
    ban(mod, ben, batch=batch)
    assert len(undo(batch, by=mod).done) == 6
    assert people() == before
    assert Thread.objects.get(pk=under.pk).comment_count == 5
