import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from discussion.leaving import erase_guest
from discussion.models import Event, LogEntry, Note, Voice
from discussion.models.event import LOGGED_KINDS
from discussion.moderating import ACTS, erase_person, moderate, suspend_person
from discussion.moderating import chain as chain_module
from discussion.moderating.chain import chain, chain_stragglers, payload_of, unlinked
from discussion.moderating.verifying import Walk
from people.closing import close_account
from tests.discussion.moderated import a_busy_day, staff
from tests.factories import guest, person, say, thread, voice

pytestmark = pytest.mark.django_db


def whole():
    walk = Walk()
    return list(walk) == list(range(1, LogEntry.objects.count() + 1)) and not walk.fault


def test_each_act_becomes_one_link_in_the_order_in_which_it_was_done():
    a_busy_day()
    done = list(Event.objects.filter(kind__in=LOGGED_KINDS).values_list("pk", flat=True))
    assert [entry.event_id for entry in LogEntry.objects.order_by("number")] == done
    assert [entry.number for entry in LogEntry.objects.order_by("number")] == list(range(1, 7))
    assert whole()


def test_what_is_sealed_says_who_did_what_to_whom_and_why():
    refused, *_others = a_busy_day()
    event = Event.objects.get(kind=Event.Kind.REFUSED)
    told = json.loads(event.log_entry.payload)
    assert (told["kind"], told["by"], told["about"], told["comment"], told["rule"], told["reason"]) == (
        *("refused", event.by_id, refused.voice_id, refused.pk, "attack", "“Idiot” is an attack."),
    )
    assert refused.source not in event.log_entry.payload


def test_what_readers_and_authors_do_is_not_in_it():
    said = say(voice(), thread=thread())
    Note.objects.create(about=said.voice, by=voice(staff()), text="Watch him.")
    assert not chain()
    assert not LogEntry.objects.exists()


def test_nothing_to_do_costs_two_questions(django_assert_num_queries):
    a_busy_day()
    with django_assert_num_queries(2):
        assert not chain()


def test_many_acts_are_linked_some_at_a_time(monkeypatch):
    monkeypatch.setattr(chain_module, "AT_A_TIME", 2)
    under, by = thread(), staff()
    moderate([say(voice(), thread=under).pk for _ in range(5)], ACTS["hide"], by=by, reason="Spam.")
    assert [chain(), chain(), chain()] == [True, True, False]
    assert LogEntry.objects.count() == 5
    assert whole()


def test_an_event_that_is_seen_late_is_linked_when_it_is_seen():
    """As on PostgreSQL, where a transaction that began earlier may end later."""
    a_busy_day()
    first = Event.objects.get(log_entry__number=1)
    LogEntry.objects.all().delete()
    late = Event.objects.filter(pk=first.pk)
    kept = late.get()
    kept.kind, kind = Event.Kind.POSTED, kept.kind
    kept.save()
    chain()
    late.update(kind=kind)
    chain()
    assert LogEntry.objects.latest("number").event_id == first.pk
    assert whole()


def test_an_event_that_is_seen_very_late_is_found_by_the_rarer_round(monkeypatch):
    a_busy_day()
    kept = Event.objects.get(log_entry__number=1)
    LogEntry.objects.all().delete()
    Event.objects.filter(pk=kept.pk).update(kind=Event.Kind.POSTED)
    chain()
    Event.objects.filter(pk=kept.pk).update(kind=kept.kind)
    monkeypatch.setattr(chain_module, "NEAR", 0)
    assert not chain()
    assert list(unlinked()) == [kept]
    chain_stragglers()
    assert not unlinked().exists()
    assert whole()


def test_a_number_is_given_once():
    a_busy_day()
    last = LogEntry.objects.latest("number")
    event = Event.objects.filter(log_entry=None).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry.objects.create(number=last.number, event=event, seal="x", digest="x")


def test_erasing_a_person_drops_what_the_links_about_him_say_and_the_chain_still_holds():
    mod, member = staff(), person()
    said = say(voice(member), thread=thread())
    moderate([said.pk], ACTS["hide"], by=mod, reason="He lives at Mill Lane 3.")
    suspend_person(voice=member.voice, until=timezone.now() + timedelta(days=1), reason="Mill Lane again.", by=mod)
    a_busy_day(by=mod)
    others = LogEntry.objects.exclude(event__about=member.voice).exclude(payload="").count()
    close_account(member, comments_go=True)
    chain()
    about_him = LogEntry.objects.filter(event__about=member.voice)
    assert set(about_him.values_list("salt", "payload")) == {("", "")}
    assert about_him.count() == 2
    assert LogEntry.objects.exclude(payload="").count() == others
    assert whole()


def test_erasing_a_guest_does_so_too_and_that_a_moderator_did_it_is_linked():
    mod, gus = staff(), guest(email="gus@example.org", proved_at=timezone.now())
    moderate([say(gus, thread=thread()).pk], ACTS["hide"], by=mod, reason="Gus of Mill Lane.")
    chain()
    erase_person(voice=gus, by=mod, comments_go=True)
    chain()
    assert [entry.event.kind for entry in LogEntry.objects.order_by("number")] == ["hidden", "erased"]
    assert "Mill Lane" not in str(list(LogEntry.objects.values()))
    assert whole()


def test_what_is_erased_before_it_is_linked_is_sealed_without_its_words():
    mod, gus = staff(), guest(email="gus@example.org", proved_at=timezone.now())
    moderate([say(gus, thread=thread()).pk], ACTS["hide"], by=mod, reason="Gus of Mill Lane.")
    erase_guest("gus@example.org")
    chain()
    assert "Mill Lane" not in LogEntry.objects.get().payload
    assert whole()


def test_the_same_facts_are_always_written_the_same_way():
    a_busy_day()
    for entry in LogEntry.objects.select_related("event"):
        assert payload_of(entry.event) == payload_of(Event.objects.get(pk=entry.event_id)) == entry.payload
    assert Voice.objects.exists()
