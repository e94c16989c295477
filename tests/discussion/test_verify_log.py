"""Whoever changes the log is found out: which row, and what of it."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from discussion.guests.claiming import claim
from discussion.models import Event, LogEntry
from discussion.moderating import ACTS, moderate
from discussion.moderating.chain import BEFORE_THE_FIRST, chain
from discussion.moderating.verifying import Expected
from people.closing import close_account
from tests.discussion.moderated import a_busy_day, staff
from tests.discussion.standing import guest
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db

LINKS = 6


def verify(*expected):
    out = StringIO()
    options = [part for one in expected for part in ("--expect", one)]
    call_command("verify_log", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def found(*expected):
    with pytest.raises(CommandError) as refused:
        verify(*expected)
    assert refused.value.returncode == 1
    return str(refused.value)


def by_hand(sql, *values):
    """As somebody does who has the database and no application."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def set_by_hand(table, pk, column, value):
    by_hand(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', value, pk)  # noqa: S608  names of ours


@pytest.fixture
def unguarded():
    """The database's own constraints are off, as an attacker has them off."""
    with connection.constraint_checks_disabled():
        if connection.vendor == "postgresql":
            by_hand("SET session_replication_role = replica")
        yield
        if connection.vendor == "postgresql":
            by_hand("SET session_replication_role = origin")
        by_hand("DELETE FROM discussion_logentry")
        by_hand("UPDATE discussion_event SET undoes_id = NULL")


def number_of(said):
    return int(said.split(":")[0].removeprefix("Link "))


def test_a_whole_log_is_told_with_its_last_link():
    a_busy_day()
    last = LogEntry.objects.latest("number")
    told = verify()
    assert f"{LINKS} links hold" in told
    assert told.splitlines()[-1] == f"{LINKS}:{last.digest}"


def test_an_empty_log_holds():
    assert "0 links hold" in verify()


def test_acts_that_are_not_linked_yet_are_counted():
    a_busy_day()
    moderate([say(voice(), thread=thread()).pk], ACTS["hide"], by=staff(), reason="Late.")
    assert "1 acts wait" in verify()


OF_A_LINK = {"salt": "0" * 64, "payload": "{}", "seal": "0" * 64, "digest": "0" * 64}
OF_AN_EVENT = {
    "kind": "approved",
    "at": timezone.now() - timedelta(days=400),
    "rule": "hate",
    "reason": "Another reason.",
    "was": "spam",
    "batch": uuid4().hex,
    "kept": '{"looked_at": "never"}',
}
OF_OTHERS = ("by_id", "about_id", "comment_id", "thread_id", "undoes_id")


@pytest.mark.parametrize("number", range(1, LINKS + 1))
@pytest.mark.parametrize("column", OF_A_LINK)
def test_a_changed_column_of_a_link_is_named(number, column):
    a_busy_day()
    entry = LogEntry.objects.get(number=number)
    for value in (OF_A_LINK[column], ""):
        set_by_hand("discussion_logentry", entry.pk, column, value)
        assert number_of(found()) == number
        set_by_hand("discussion_logentry", entry.pk, column, getattr(entry, column))
    verify()


@pytest.mark.parametrize("number", range(1, LINKS + 1))
@pytest.mark.parametrize("column", OF_AN_EVENT)
def test_a_changed_column_of_an_event_is_named(number, column):
    a_busy_day()
    event = Event.objects.get(log_entry__number=number)
    set_by_hand("discussion_event", event.pk, column, OF_AN_EVENT[column])
    said = found()
    assert number_of(said) == number
    assert said.split("(")[1].split(")")[0] == column


@pytest.mark.parametrize("number", range(1, LINKS + 1))
@pytest.mark.parametrize("column", OF_OTHERS)
def test_an_event_that_points_to_somebody_or_something_else_is_named(number, column):
    a_busy_day()
    other = say(voice(), thread=thread())
    event = Event.objects.get(log_entry__number=number)
    posted = Event.objects.get(comment=other, kind=Event.Kind.POSTED)
    others = dict(zip(OF_OTHERS, (other.voice_id, other.voice_id, other.pk, other.thread_id, posted.pk), strict=True))
    set_by_hand("discussion_event", event.pk, column, others[column])
    said = found()
    assert number_of(said) == number
    assert column.removesuffix("_id") in said


@pytest.mark.parametrize("number", range(1, LINKS + 1))
def test_a_link_that_names_another_event_is_named(number):
    a_busy_day()
    other = Event.objects.filter(log_entry=None).first()
    set_by_hand("discussion_logentry", LogEntry.objects.get(number=number).pk, "event_id", other.pk)
    assert number_of(found()) == number


@pytest.mark.parametrize("number", range(1, LINKS))
def test_a_link_that_was_taken_out_is_named(number):
    a_busy_day()
    by_hand("DELETE FROM discussion_logentry WHERE number = %s", number)
    assert found().startswith(f"Link {number}: it is gone")


@pytest.mark.parametrize("number", range(1, LINKS + 1))
def test_another_number_is_named(number):
    a_busy_day()
    set_by_hand("discussion_logentry", LogEntry.objects.get(number=number).pk, "number", 99)
    assert number_of(found()) == number


def test_links_that_were_closed_up_after_one_was_taken_out_are_named():
    a_busy_day()
    by_hand("DELETE FROM discussion_logentry WHERE number = 3")
    for number in range(4, LINKS + 1):
        by_hand("UPDATE discussion_logentry SET number = %s WHERE number = %s", number - 1, number)
    assert number_of(found()) == 3


@pytest.mark.parametrize("number", range(1, LINKS + 1))
def test_an_event_that_is_gone_is_named(unguarded, number):
    a_busy_day()
    event = Event.objects.get(log_entry__number=number)
    by_hand("DELETE FROM discussion_event WHERE id = %s", event.pk)
    assert found().startswith(f"Link {number}: its event {event.pk} is gone")


def test_a_seal_that_was_dropped_of_somebody_who_is_still_here_is_named():
    refused, *_others = a_busy_day()
    entry = LogEntry.objects.get(event__comment=refused)
    by_hand("UPDATE discussion_logentry SET salt = '', payload = '' WHERE id = %s", entry.pk)
    assert "nobody was erased" in found()


def test_a_reason_put_into_an_event_of_somebody_erased_is_named():
    member = person()
    moderate([say(voice(member), thread=thread()).pk], ACTS["hide"], by=staff(), reason="Words.")
    chain()
    close_account(member, comments_go=True)
    assert "1 of them of people who were erased" in verify()
    set_by_hand("discussion_event", LogEntry.objects.get().event_id, "reason", "Invented.")
    assert "has a reason" in found()


def test_a_log_that_was_cut_off_is_noticed_by_who_kept_a_link():
    a_busy_day()
    kept = verify().splitlines()[-1]
    verify(kept)
    LogEntry.objects.filter(number__gt=4).delete()
    verify()
    assert "it is not in the chain, which ends at 4" in found(kept)


def test_a_log_that_was_written_anew_is_noticed_by_who_kept_a_link():
    a_busy_day()
    numbered = verify().splitlines()[-1]
    digest = numbered.split(":")[1]
    LogEntry.objects.all().delete()
    chain()
    verify()
    assert number_of(found(numbered)) == LINKS
    assert digest in found(digest)


def test_links_of_any_age_can_be_expected():
    a_busy_day()
    links = [f"{entry.number}:{entry.digest}" for entry in LogEntry.objects.all()]
    verify(*links, links[0].split(":")[1])


@pytest.mark.parametrize("text", ["", "7", "7:", "x:" + "0" * 64, "0:" + "0" * 64, "0" * 63, "٧:" + "0" * 64])
def test_what_is_no_link_cannot_be_expected(text):
    with pytest.raises(ValueError, match=r".*"):
        Expected.parse(text)
    with pytest.raises(CommandError):
        verify(text)


def test_no_link_has_the_digest_that_stands_before_the_first():
    a_busy_day()
    assert BEFORE_THE_FIRST in found(BEFORE_THE_FIRST)


def test_a_guest_whose_words_became_his_account_s_is_no_tampering():
    ada, gus = person("ada"), guest("ada@example.org")
    said = say(gus, thread=thread())
    moderate([said.pk], ACTS["hide"], by=staff(), reason="Words.")
    chain()
    claim(user=ada, email=gus.email)
    assert Event.objects.get(kind=Event.Kind.HIDDEN).about_id == ada.voice.pk
    verify()
    set_by_hand("discussion_event", LogEntry.objects.get().event_id, "about_id", voice().pk)
    assert "(about)" in found()


def test_a_comment_that_was_mended_into_its_parents_thread_is_no_tampering():
    refused, *_others = a_busy_day()
    elsewhere = thread()
    type(refused).objects.filter(pk=refused.pk).update(thread=elsewhere)
    Event.objects.filter(comment=refused).update(thread=elsewhere)
    verify()
    Event.objects.filter(comment=refused).update(thread=thread())
    assert "(thread)" in found()
