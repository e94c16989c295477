"""That an address is its writer's own: asked by one mail, answered once."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from discussion.guests.devices import guest_of, remember
from discussion.guests.proving import ask_for_proof, confirm, disown, erase_never_confirmed
from discussion.guests.speaking import speak
from discussion.models import Comment, Device, Event, Mail, Notice, State, Subscription, Voice
from discussion.models import Thread as Discussion
from discussion.recounting import recount
from discussion.subscribing import subscribe
from tests.discussion.mailing import replay
from tests.factories import guest, person, say, thread, voice

pytestmark = pytest.mark.django_db

HERE = "192.0.2.7"


@pytest.fixture
def under():
    return thread(guests="yes")


def words(by, under, text="Words of a guest.", parent=None):
    return speak(thread=under, by=by, source=text, parent=parent, client_id=uuid4(), address=HERE)


def test_the_first_words_wait_and_one_mail_is_written(under):
    gus = guest()
    for _ in range(3):
        assert words(gus, under).state == State.UNPROVED
    mail = Mail.objects.get()
    assert (mail.kind, mail.voice, mail.address, mail.comment) == (Mail.Kind.CONFIRM, gus, "gus@example.org", None)
    assert Discussion.objects.get(pk=under.pk).comment_count == 0


def test_confirming_brings_out_what_waits_and_tells_of_it(under):
    ben = voice(person("ben"))
    asked, gus = say(ben, thread=under), guest()
    answer, other = words(gus, under, parent=asked), words(gus, thread(guests="yes", state="reviewed"))
    for event in Event.objects.filter(kind=Event.Kind.POSTED):
        replay(event)
    assert not Notice.objects.filter(voice=ben).exists()
    confirm(voice=gus)
    assert [comment.state for comment in Comment.objects.filter(voice=gus).order_by("pk")] == ["published", "held"]
    for event in Event.objects.filter(kind=Event.Kind.CONFIRMED):
        replay(event)
    assert Notice.objects.filter(voice=ben, comment=answer).count() == 1
    assert not Notice.objects.filter(comment=other).exists()
    before = list(Comment.objects.values_list("pk", "state", "descendant_count", "reply_count"))
    assert confirm(voice=gus) == []
    recount(under)
    assert list(Comment.objects.values_list("pk", "state", "descendant_count", "reply_count")) == before
    assert not Mail.objects.open().exists()


def test_later_words_from_the_same_browser_are_out_at_once(under):
    gus = guest()
    words(gus, under)
    confirm(voice=gus)
    known = guest_of({"guest": remember(gus)})
    assert words(known, under).state == State.PUBLISHED
    assert words(guest(), under).state == State.UNPROVED  # the same address in another browser


def test_whoever_was_too_late_to_know_of_the_confirmation_is_out_too(under):
    gus = guest()
    stale = Voice.objects.get(pk=gus.pk)
    confirm(voice=gus)
    assert not stale.proved
    assert Comment.objects.get(pk=words(stale, under).pk).state == State.PUBLISHED


def test_where_a_moderator_reads_first_no_mail_is_sent(under, settings):
    settings.GUESTS_FIRST = "review"
    gus = guest()
    first = words(gus, under)
    assert first.state == State.HELD and not Mail.objects.exists()
    assert words(gus, under).state == State.HELD
    Comment.objects.filter(pk=first.pk).update(state=State.PUBLISHED)
    assert words(gus, under).state == State.PUBLISHED


def test_an_address_gets_few_mails_a_day_whoever_asks(settings):
    settings.GUEST_MAILS_A_DAY = 3
    for _ in range(10):
        ask_for_proof(guest())
    assert Mail.objects.count() == 3
    Mail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    ask_for_proof(guest())
    assert Mail.objects.open().count() == 1


def test_a_second_mail_comes_after_a_pause_or_when_he_says_that_none_came():
    gus = guest()
    ask_for_proof(gus)
    ask_for_proof(gus, again=True)
    assert Mail.objects.count() == 1
    Mail.objects.update(sent_at=timezone.now())
    ask_for_proof(gus)
    assert Mail.objects.count() == 1
    ask_for_proof(gus, again=True)
    assert Mail.objects.count() == 2
    confirm(voice=gus)
    ask_for_proof(gus, again=True)
    assert Mail.objects.count() == 1


def test_what_was_not_his_is_erased(under):
    gus = guest()
    said = words(gus, under, "Slander.")
    say(voice(), thread=under)
    subscribe(by=gus, thread=under, kind=Subscription.Kind.THREAD)
    remember(gus)
    disown(voice=gus)
    gus.refresh_from_db()
    said.refresh_from_db()
    assert (gus.name, gus.email, gus.proved_at, said.state, said.source) == ("Former reader", "", None, "erased", "")
    for model in (Device, Mail, Subscription):
        assert not model.objects.filter(voice=gus).exists()


def test_what_was_confirmed_nobody_disowns(under):
    gus = guest()
    said = words(gus, under)
    confirm(voice=gus)
    disown(voice=gus)
    assert Comment.objects.get(pk=said.pk).published


def test_what_nobody_confirms_is_erased_after_a_week(under):
    long_ago = timezone.now() - timedelta(days=8)
    old, late, loaded, silent = (
        guest(name, email, heard_at=long_ago)
        for name, email in (("Old", "old@x.org"), ("Late", "late@x.org"), ("In", "in@x.org"), ("", ""))
    )
    said = words(old, under)
    words(late, under)
    say(loaded, thread=under)
    Comment.objects.filter(voice__in=[old, loaded]).update(posted_at=long_ago)
    Comment.objects.filter(voice=loaded).update(state=State.PUBLISHED)
    Mail.objects.filter(voice=old).update(sent_at=long_ago)
    erase_never_confirmed()
    assert set(Voice.objects.filter(user=None).values_list("name", flat=True)) == {"Former reader", "Late", "In", ""}
    assert Comment.objects.get(pk=said.pk).state == State.ERASED
    assert silent.name == ""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_words_beside_a_confirmation_never_stay_behind():
    discussions = [thread(guests="yes") for _ in range(4)]
    gus = guest()
    words(gus, discussions[0])
    ready, failed = Barrier(4), []

    def beside(work):
        try:
            stale = Voice.objects.get(pk=gus.pk)
            ready.wait(20)
            work(stale)
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connection.close()

    works = [lambda stale: confirm(voice=stale)]
    works += [lambda stale, one=one: words(stale, one) for one in discussions[1:]]
    threads = [Thread(target=beside, args=[work]) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert failed == []
    assert set(Comment.objects.filter(voice=gus).values_list("state", flat=True)) == {"published"}
