"""Mails to people without an account: nothing but the question before its answer, and then as to anybody."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.guests.proving import confirm
from discussion.models import Mail, Notice, State, Subscription, Suppressed, Thread, Voice
from discussion.notifications.addresses import addresses
from discussion.notifications.tokens import read_token
from discussion.posting import change_state
from discussion.subscribing import mute_thread, unsubscribe_from_all
from tests.discussion.listeners import ANN, Kind, Pace, ask, guest, listener, waiting
from tests.discussion.mailing import deliver_all, expand, follower, work
from tests.discussion.test_mail import parts
from tests.factories import article, person, say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def under():
    return thread(article("bridge", headline="The bridge"), guests=Thread.Guests.WELCOME)


def test_who_asks_gets_a_question_and_nothing_else(box, under):
    ask(under)
    say(voice(), thread=under)
    work()
    assert [message["Subject"] for message in box.to(ANN)] == ["Please confirm your address: The bridge"]


def test_after_the_answer_he_is_told_of_what_is_said_from_then_on(box, under):
    ask(under)
    say(voice(), "Before.", thread=under)
    work()
    confirm(voice=Voice.objects.get(email=ANN))
    say(voice(), "After.", thread=under)
    work()
    assert [message["Subject"] for message in box.to(ANN)[1:]] == ["New comments: The bridge"]
    assert "After." in parts(box.to(ANN)[1])[0]
    assert not Notice.objects.filter(voice__user=None).exists()


def test_many_identical_requests_are_one_mail(box, under):
    for _ in range(20):
        ask(under)
        work()
    assert len(box.arrived) == 1 and Voice.objects.filter(email=ANN).count() == Subscription.objects.count() == 1


def test_an_hour_later_he_may_have_lost_it(box, under):
    ask(under)
    work()
    Mail.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    ask(under)
    work()
    assert len(box.arrived) == 2 and Voice.objects.filter(email=ANN).count() == 1


def test_an_address_gets_so_many_questions_a_day(box, settings):
    settings.GUEST_MAILS_A_DAY = 3
    for _ in range(10):
        ask(thread())
    work()
    assert len(box.arrived) == 3


def test_what_somebody_confirms_is_what_his_mail_named(under):
    """Who types the address of somebody who is about to confirm something gets nothing confirmed with it."""
    ask(under)
    asked = Voice.objects.get(email=ANN)
    ask(thread())
    ask(under, kind=Kind.MINE)
    ask(under, pace=Pace.DAILY)
    assert asked.subscriptions.count() == 1
    confirm(voice=asked)
    ask(under)
    ask(thread())
    assert asked.subscriptions.count() == 1
    proved = [voice for voice in Voice.objects.filter(email=ANN) if voice.proved]
    assert proved == [asked]


def test_a_guest_of_this_browser_confirms_all_of_his_at_once(under):
    said, _mail = waiting(under)
    ask(under, guest=said.voice)
    assert said.voice.subscriptions.count() == 1 and Mail.objects.count() == 1
    ask(under, "other@example.net", guest=said.voice)
    assert said.voice.subscriptions.count() == 1 and Mail.objects.count() == 2


@pytest.mark.parametrize("email", ["%@example.net", "_nn@example.net", "ann@example.ne_", "%"])
def test_no_address_stands_for_others(box, under, email):
    listener(thread(), ANN)
    ask(under, email)
    for one in Voice.objects.filter(email=email):
        confirm(voice=one)
    say(voice(), thread=under)
    work()
    assert box.to(ANN) == []


def test_a_member_s_address_is_asked_like_any_other(box, under):
    ada = person("ada")
    ask(under, ada.email)
    work()
    assert box.recipients == [ada.email]
    assert not Subscription.objects.filter(voice__user=ada).exists()


@pytest.mark.parametrize("twice", ["two browsers", "a member too", "another kind"])
def test_an_address_gets_one_mail_a_comment_however_many_voices_it_has(box, under, twice):
    root = say(voice(), thread=under)
    listener(under)
    if twice == "two browsers":
        listener(under)
    elif twice == "another kind":
        listener(under, kind=Kind.BRANCH, comment=root)
    else:
        ada = follower(under, handle="ada").user
        ada.emailaddress_set.update(email=ANN)
    say(voice(), under=root)
    work()
    assert box.recipients == [ANN] and Mail.objects.count() == 1
    best = {"two browsers": "thread", "a member too": "thread", "another kind": "branch"}[twice]
    assert Mail.objects.get().kind == best
    assert (Mail.objects.get().voice.user is not None) == (twice == "a member too")


def test_nor_does_a_second_telling_find_another_voice(box, under):
    listener(under)
    said = say(voice(), thread=under)
    work()
    Subscription.objects.update(made_at=timezone.now() + timedelta(hours=1))  # it is not asked any more
    other = listener(under)
    Subscription.objects.filter(voice=other).update(made_at=said.posted_at - timedelta(hours=1))
    expand()
    work()
    assert len(box.arrived) == 1


def test_at_delivery_it_is_looked_at_again(box, under):
    """Two had two addresses when it was said, and one by the time that it left."""
    ada = follower(under, handle="ada").user
    listener(under)
    say(voice(), thread=under)
    expand()
    assert Mail.objects.count() == 2
    ada.emailaddress_set.update(email=ANN)
    deliver_all()
    assert box.recipients == [ANN] and Mail.objects.count() == 1


@pytest.mark.parametrize("late", [False, True])
def test_nobody_is_mailed_about_what_came_from_his_own_address(box, under, late):
    ada = voice(person("ada"))
    second = ada.user.emailaddress_set.create(email=ANN, verified=not late)
    listener(under)
    say(ada, thread=under)
    say(guest(), thread=under)
    expand()
    assert Mail.objects.count() == late
    second.verified = True
    second.save()
    deliver_all()
    assert box.arrived == []


def test_an_address_that_was_only_typed_keeps_no_mail_away(box, under, settings):
    settings.GUESTS_FIRST = "review"
    listener(under)
    said = say(guest(proved=False), thread=under)
    change_state(said, State.PUBLISHED)
    expand()
    deliver_all()
    assert box.recipients == [ANN]


def test_replies_to_what_he_said_on_another_browser_are_replies_to_him(box, under):
    listener(under, kind=Kind.MINE)
    mine = say(guest(), "My words.", thread=under)
    say(voice(person(display_name="Ben")), "An answer.", under=mine)
    say(voice(), thread=under)
    work()
    (message,) = box.arrived
    assert message["Subject"] == "Replies to you: The bridge" and "Ben answered you" in parts(message)[0]


def test_nobody_hears_of_answers_to_one_who_only_typed_his_address(box, under, settings):
    settings.GUESTS_FIRST = "review"
    listener(under, kind=Kind.MINE)
    said = say(guest(proved=False), thread=under)
    change_state(said, State.PUBLISHED)
    say(voice(), under=said)
    work()
    assert box.arrived == []


def test_without_a_subscription_a_guest_hears_nothing(box, under):
    mine = say(guest(), thread=under)
    say(voice(), under=mine)
    work()
    assert box.arrived == [] and not Notice.objects.filter(voice=mine.voice).exists()


BETWEEN = {
    "he ended it": lambda ann: unsubscribe_from_all(by=ann),
    "he muted the thread": lambda ann: mute_thread(by=ann, thread=ann.subscriptions.get().thread),
    "his address is no longer proved": lambda ann: Voice.objects.filter(pk=ann.pk).update(proved_at=None),
    "he has no address any more": lambda ann: Voice.objects.filter(pk=ann.pk).update(email=""),
    "his address bounced": lambda ann: Suppressed.objects.create(address=ANN),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_nothing_is_sent_when_in_between(box, under, what):
    ann = listener(under)
    say(voice(), thread=under)
    expand()
    assert Mail.objects.count() == 1
    BETWEEN[what](ann)
    deliver_all()
    assert box.arrived == [] and not Mail.objects.exists()


def test_addresses_are_of_those_who_proved_them(django_assert_max_num_queries):
    ada, ann, bob = voice(person("ada")), guest(), guest("Bob", "bob@example.net", proved=False)
    dead, silent = guest("Dee", "dee@example.net"), guest("", "")
    Suppressed.objects.create(address=dead.email)
    with django_assert_max_num_queries(2):
        found = addresses([ada, ann, bob, dead, silent])
    assert found == {ada.pk: "ada@example.org", ann.pk: ANN}


def test_a_guest_s_mail_leads_to_all_of_his_and_ends_what_it_told_of(box, under):
    ann = listener(under)
    say(voice(), thread=under)
    work()
    (message,) = box.arrived
    for part in parts(message):
        assert "Everything of yours here: see, change, erase" in part and "/mine/" in part
        assert "/subscriptions/ " not in part and ANN not in part
    assert parts(message)[0].splitlines()[0] == "Hello,"
    token = re.search(r"subscriptions/(\S+)/end", message["List-Unsubscribe"])[1]
    assert read_token(token).voice == ann
