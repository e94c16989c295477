"""Who has gone is nowhere: every column of every table is searched for him, and so are the log and the folder of
media. He has done before whatever leaves a trace.
"""

import logging

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from discussion.guests.claiming import claim
from discussion.guests.keys import ask_for_link
from discussion.leaving import erase_guest, erase_voice
from discussion.models import Comment, Device, Mail, State, Suppressed, Voice, Vote
from people.closing import close_account
from tests.discussion.mailing import expand, work
from tests.discussion.standing import everything, guest, is_sound
from tests.discussion.traces import (
    EMAIL,
    NAME,
    NETWORK,
    OLD_NAME,
    SECOND,
    TRACES,
    WORDS,
    lines_with_traces,
    member,
    take_part,
    traces,
)
from tests.factories import person, say, thread, voice, vote

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def log(caplog):
    """At the site's level, and whatever is said about mails."""
    caplog.set_level(logging.WARNING)
    caplog.set_level(logging.DEBUG, logger="discussion.mail")
    return caplog


def mailed_and_refused(he, box, under, address):
    """A mail arrived, the next came back, and a link is on its way."""
    expand()
    work()
    box.at_rcpt.append(f"550 5.1.1 <{address}> no such user")
    mail = Mail.objects.create(
        voice=he, comment=say(voice(), thread=under), kind="thread", pace="at_once", address=address
    )
    work()
    Mail.objects.filter(pk=mail.pk, failed_at=None).update(failed_at=timezone.now(), error=f"550 <{address}>")
    Suppressed.objects.get_or_create(address=address)


def assert_nothing_left(log, media):
    assert lines_with_traces() == []
    assert traces(log.text) == set()
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("comments_go", [True, False])
def test_of_a_member_who_did_everything_nothing_is_left(box, log, settings, ben, comments_go):
    he = member()
    threads = take_part(voice(he), ben)
    mailed_and_refused(voice(he), box, threads[0], EMAIL)
    assert traces(everything()) >= {*TRACES} - {NETWORK}
    close_account(he, comments_go=comments_go)
    if comments_go:
        assert_nothing_left(log, settings.MEDIA_ROOT)
    else:
        Comment.objects.filter(source__contains="Quentin").update(source="", html="")  # his name in his own words
        assert traces(everything()) == {WORDS} and traces(log.text) == set()
    assert all(is_sound(under) for under in threads)


def test_of_a_guest_who_did_everything_nothing_is_left(box, log, settings, ben):
    here, there = guest(EMAIL, NAME), guest(EMAIL, OLD_NAME)
    doubtful = guest(EMAIL, OLD_NAME, proved=False)
    threads = take_part(here, ben)
    say(there, f"From elsewhere, {WORDS}.", thread=threads[0])
    say(doubtful, f"Not confirmed, {WORDS}.", thread=threads[0])
    Device.objects.create(voice=here, digest="d" * 64)
    Client(REMOTE_ADDR=NETWORK).post("/accounts/password/reset/", {"email": EMAIL})
    mailed_and_refused(here, box, threads[0], EMAIL)
    ask_for_link(EMAIL)
    assert traces(everything()) >= {WORDS, "Quentin", "Zephyr", "Formerly"}
    erase_guest(EMAIL)
    assert_nothing_left(log, settings.MEDIA_ROOT)
    assert not Device.objects.exists() and all(is_sound(under) for under in threads)
    assert Vote.objects.filter(voice=here).count() == 2  # counted on, nobody's
    state = set(Comment.objects.filter(voice__in=[here, there, doubtful]).values_list("state", "source", "html"))
    assert state == {(State.ERASED, "", "")}
    erase_guest(EMAIL)


def test_of_a_guest_whose_words_stay_only_the_words_are_left(log, ben):
    here = guest(EMAIL, NAME)
    threads = take_part(here, ben)
    waits = guest(EMAIL, NAME, proved=False)
    say(waits, "Never confirmed.", thread=threads[0])
    erase_guest(EMAIL, comments_go=False)
    Comment.objects.filter(source__contains="Quentin").update(source="", html="")  # his name in his own words
    assert traces(everything()) == {WORDS}
    assert "Never confirmed." not in everything()  # nobody can confirm it any more
    assert set(Voice.objects.filter(user=None).values_list("name", "email")) == {("Former reader", "")}


def test_a_member_who_leaves_takes_along_what_he_said_as_a_guest(log, ben):
    he = member()
    here = guest(SECOND, NAME)
    threads = take_part(here, ben)
    close_account(he, comments_go=True)
    assert lines_with_traces() == [] and is_sound(threads[0])


def test_an_address_that_a_member_never_proved_gives_no_power_over_a_guest(ben):
    he = person("eve")
    EmailAddress.objects.create(user=he, email=EMAIL, verified=False)
    here = guest(EMAIL, NAME)
    take_part(here, ben)
    close_account(he, comments_go=True)
    here.refresh_from_db()
    assert here.name == NAME and Comment.objects.filter(voice=here, source__contains=WORDS).exists()


def test_who_claimed_his_words_and_leaves_takes_them_along(log, ben):
    he = member()
    threads = take_part(guest(EMAIL, NAME), ben)
    claim(user=he, email=EMAIL)
    close_account(he, comments_go=True)
    assert lines_with_traces() == [] and all(is_sound(under) for under in threads)


def test_one_voice_alone_can_be_erased(ben):
    here, there = guest(EMAIL, NAME), guest(EMAIL, NAME)
    under = thread()
    say(here, "One.", thread=under)
    kept = say(there, "Two.", thread=under)
    erase_voice(here)
    assert list(Comment.objects.exclude(source="").values_list("pk", flat=True)) == [kept.pk]
    there.refresh_from_db()
    assert there.email == EMAIL and is_sound(under)


def test_no_address_erases_nobody(ben):
    nobody = guest("", "")
    vote(nobody, say(ben, thread=thread()))
    erase_guest("")
    nobody.refresh_from_db()
    assert nobody.name == ""


def test_others_are_left_as_they_are(ben):
    here, other = guest(EMAIL, NAME), guest("other@example.org", "Other")
    threads = take_part(here, ben)
    say(other, f"As {NAME} said.", thread=threads[0])
    erase_guest(EMAIL)
    other.refresh_from_db()
    assert other.email == "other@example.org" and f"As {NAME} said." in everything()


def test_what_a_cache_is_asked_for_cannot_be_read_in_it():
    cache.set(f"limit:{NETWORK}", 1)
    assert cache.get(f"limit:{NETWORK}") == 1
    assert NETWORK not in everything()
