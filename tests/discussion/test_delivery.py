"""Mails on their way, through a real mail server, whatever it answers and whoever dies."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from discussion.models import Comment, Event, Mail, State, Subscription, Suppressed
from discussion.muting import mute
from discussion.notifications import delivery
from discussion.notifications.delivery import PAUSES, deliver
from discussion.posting import withdraw_comment
from discussion.subscribing import mute_thread, subscriptions_of, unsubscribe
from people.closing import close_account
from tests.discussion.mailing import deliver_all, expand, follower, is_waiting, later, mail_server, replay, work
from tests.factories import person, say, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Kind, Pace = Subscription.Kind, Subscription.Pace


def the_mail():
    return Mail.objects.get()


def test_what_is_said_reaches_who_asked_and_nobody_else(box, under):
    follower(under, handle="ada")
    person("cem")
    say(voice(), thread=under)
    work()
    assert box.recipients == ["ada@example.org"]
    mail = the_mail()
    assert mail.sent_at and mail.message_id == box.arrived[0]["Message-ID"] and mail.lease_until is None


def test_300_get_one_each_and_a_replay_sends_none(box, under):
    root = say(voice(), thread=under)
    followers = [follower(under, handle=f"follower{number}") for number in range(300)]
    for one in followers:  # a second reason for each changes nothing
        Subscription.objects.create(voice=one, thread=under, kind=Kind.BRANCH, comment=root)
    said = say(voice(), under=root)
    work()
    assert box.recipients == sorted(one.user.email for one in followers)
    assert len({message["Message-ID"] for message in box.arrived}) == 300
    for event in Event.objects.filter(comment=said):
        replay(event)
    work()
    assert len(box.arrived) == 300


def test_only_to_addresses_that_were_proved(box, under):
    unproved = follower(under).user
    unproved.emailaddress_set.update(verified=False)
    say(voice(), thread=under)
    work()
    assert box.arrived == [] and not Mail.objects.exists()


def test_the_main_address_is_taken_if_it_is_proved(box, under):
    user = follower(under).user
    user.emailaddress_set.create(email="second@example.org", verified=True)
    say(voice(), thread=under)
    work()
    user.emailaddress_set.filter(primary=True).update(verified=False)
    say(voice(), thread=under)
    work()
    assert [message["To"] for message in box.arrived] == [user.email, "second@example.org"]


def test_a_server_that_says_later_is_asked_again_at_growing_pauses(box, outbox):
    box.at_rcpt.extend(["451 busy"] * len(PAUSES))
    for pause in PAUSES:
        deliver_all()
        mail = the_mail()
        assert is_waiting(mail) and "451" in mail.error and mail.lease_until is None
        assert pause - timedelta(seconds=5) < mail.due_at - timezone.now() <= pause
        later(seconds=pause.total_seconds())
    deliver_all()
    assert box.recipients == ["ada@example.org"] and the_mail().sent_at


def test_after_the_last_pause_it_is_given_up(box, outbox):
    box.at_data.extend(["451 busy"] * (len(PAUSES) + 1))
    for _attempt in range(len(PAUSES) + 1):
        deliver_all()
        later(days=1)
    assert the_mail().failed_at and not deliver() and not Suppressed.objects.exists()


@pytest.mark.parametrize("answer", ["550 nobody of that name", "550 5.1.1 unknown", "553 no"])
def test_an_address_that_is_none_gets_nothing_more(box, under, outbox, answer):
    box.at_rcpt.append(answer)
    deliver_all()
    assert the_mail().failed_at and Suppressed.objects.get().address == "ada@example.org"
    say(voice(), thread=under)
    work()
    assert box.arrived == [] and Mail.objects.count() == 1


@pytest.mark.parametrize("at", ["at_rcpt", "at_data"])
def test_a_mail_that_is_not_wanted_is_given_up_and_the_next_one_sent(box, under, outbox, at):
    getattr(box, at).append("550 5.7.1 looks like spam")
    deliver_all()
    assert the_mail().failed_at and not Suppressed.objects.exists()
    say(voice(), thread=under)
    work()
    assert box.recipients == ["ada@example.org"]


def test_one_refusal_does_not_hold_up_the_others(box, under):
    for _ in range(3):
        follower(under)
    box.at_rcpt.extend([None, "550 nobody"])
    say(voice(), thread=under)
    work()
    assert len(box.arrived) == 2 and Mail.objects.failed().count() == 1


def test_a_mail_that_cannot_be_made_does_not_either(box, under, outbox, monkeypatch):
    broken = the_mail().pk
    made = delivery.message_of
    monkeypatch.setattr(delivery, "message_of", lambda mails: 1 / 0 if mails[0].pk == broken else made(mails))
    follower(under, handle="ben")
    say(voice(), thread=under)
    work()
    assert sorted(box.recipients) == ["ada@example.org", "ben@example.org"]
    assert "ZeroDivisionError" in Mail.objects.get(pk=broken).error


def test_without_a_server_posts_are_taken_and_mails_wait(settings, under):
    with mail_server(settings):
        pass  # nobody listens there any more
    for _ in range(3):
        follower(under)
    started = time.monotonic()
    say(voice(), thread=under)
    assert time.monotonic() - started < 5
    work()
    assert [is_waiting(mail) for mail in Mail.objects.all()] == [True] * 3
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
    with mail_server(settings) as box:
        later(minutes=1)
        work()
        assert len(box.arrived) == 3


def stop_following(ada, said):
    unsubscribe(by=ada, subscription=subscriptions_of(ada).get())


def take_it_back(ada, said):
    withdraw_comment(comment=said, by=said.voice)


def hide_it(ada, said):
    Comment.objects.filter(pk=said.pk).update(state=State.HIDDEN)


BETWEEN = {
    "he unsubscribed": stop_following,
    "he muted the thread": lambda ada, said: mute_thread(by=ada, thread=said.thread),
    "he muted the speaker": lambda ada, said: mute(by=ada.user, voice=said.voice),
    "it was withdrawn": take_it_back,
    "it was hidden": hide_it,
    "he left": lambda ada, said: close_account(ada.user, comments_go=False),
    "his address is no longer proved": lambda ada, said: ada.user.emailaddress_set.update(verified=False),
    "his address bounced": lambda ada, said: Suppressed.objects.create(address=ada.user.email),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_nothing_is_sent_when_in_between(box, under, what):
    ada = follower(under, handle="ada")
    said = say(voice(), thread=under)
    expand()
    assert Mail.objects.count() == 1
    BETWEEN[what](ada, said)
    deliver_all()
    assert box.arrived == [] and not Mail.objects.exists()


def test_the_queue_says_what_waits_and_retries_what_was_given_up(box, under, outbox, capsys):
    box.at_rcpt.append("550 nobody")
    deliver_all()
    follower(under, handle="ben", pace=Pace.DAILY)
    say(voice(), thread=under)
    expand()
    call_command("mail_queue")
    told = capsys.readouterr().out
    assert "0 due" in told and "1 waiting for their time, the oldest of" in told
    assert "1 given up" in told and "thread, to ada@example.org, 1 attempts: 550 nobody" in told
    assert "1 addresses to which nothing is sent" in told
    call_command("mail_queue", retry=True)
    assert "1 mails are due again." in capsys.readouterr().out
    deliver_all()
    assert box.recipients == ["ada@example.org"] and not Suppressed.objects.exists()


def test_who_leaves_takes_his_mails_with_him(under, outbox):
    ada = the_mail().voice
    close_account(ada.user, comments_go=False)
    assert not Mail.objects.exists() and not ada.notices.exists() and not ada.subscriptions.exists()
