"""Asking to be told, ending that, and muting a thread."""

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from discussion.models import State, Subscription
from discussion.notifications.tokens import read_token, token_for
from discussion.permissions import NotAllowed
from discussion.subscribing import (
    mute_thread,
    set_pace,
    subscribe,
    subscriptions_of,
    unmute_thread,
    unsubscribe,
    unsubscribe_from_all,
)
from tests.factories import say, thread, voice

pytestmark = pytest.mark.django_db

Kind, Pace = Subscription.Kind, Subscription.Pace


@pytest.fixture
def ada():
    return voice()


@pytest.fixture
def under():
    return thread()


def kinds(voice):
    return sorted(subscriptions_of(voice).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", [Kind.THREAD, Kind.MINE])
def test_asked_twice_it_is_one_with_the_later_pace(ada, under, kind):
    first = subscribe(by=ada, thread=under, kind=kind)
    again = subscribe(by=ada, thread=under, kind=kind, pace=Pace.DAILY)
    assert again.pk == first.pk
    assert [one.pace for one in subscriptions_of(ada)] == [Pace.DAILY]


def test_a_branch_is_one_a_comment(ada, under):
    comments = [say(voice(), thread=under) for _ in range(2)]
    for comment in (*comments, comments[0]):
        subscribe(by=ada, thread=under, kind=Kind.BRANCH, comment=comment)
    assert {one.comment for one in subscriptions_of(ada)} == set(comments)
    assert len(subscriptions_of(ada)) == 2


def test_the_database_holds_no_second_one(ada, under):
    said = say(voice(), thread=under)
    for fields in ({"kind": Kind.THREAD}, {"kind": Kind.BRANCH, "comment": said}):
        Subscription.objects.create(voice=ada, thread=under, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(voice=ada, thread=under, **fields)


def test_only_a_branch_names_a_comment(ada, under):
    said = say(voice(), thread=under)
    for kind, comment in ((Kind.BRANCH, None), (Kind.THREAD, said), (Kind.MINE, said)):
        with pytest.raises(ValueError):
            subscribe(by=ada, thread=under, kind=kind, comment=comment)
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(voice=ada, thread=under, kind=kind, comment=comment)


def test_a_comment_that_is_not_out_or_elsewhere_cannot_be_followed(ada, under):
    for comment in (say(voice(), thread=under, state=State.HELD), say(voice(), thread=thread())):
        with pytest.raises(NotAllowed):
            subscribe(by=ada, thread=under, kind=Kind.BRANCH, comment=comment)
    assert not subscriptions_of(ada)


def test_there_is_an_end_to_it(ada, monkeypatch):
    monkeypatch.setattr("discussion.subscribing.MOST", 1)
    under = thread()
    subscribe(by=ada, thread=under, kind=Kind.THREAD)
    subscribe(by=ada, thread=under, kind=Kind.THREAD, pace=Pace.HOURLY)
    with pytest.raises(NotAllowed):
        subscribe(by=ada, thread=thread(), kind=Kind.THREAD)


def test_ending_one_leaves_the_others(ada, under):
    ended = subscribe(by=ada, thread=under, kind=Kind.THREAD)
    subscribe(by=ada, thread=under, kind=Kind.MINE)
    for _twice in range(2):
        unsubscribe(by=ada, subscription=ended)
    assert kinds(ada) == ["mine"]


def test_nobody_changes_what_is_another_s(ada, under):
    hers = subscribe(by=ada, thread=under, kind=Kind.THREAD)
    ben = voice()
    with pytest.raises(NotAllowed):
        unsubscribe(by=ben, subscription=hers)
    with pytest.raises(NotAllowed):
        set_pace(by=ben, subscription=hers, pace=Pace.DAILY)
    assert subscriptions_of(ada).get().pace == Pace.AT_ONCE


def test_a_pace_changes(ada, under):
    set_pace(by=ada, subscription=subscribe(by=ada, thread=under, kind=Kind.THREAD), pace=Pace.HOURLY)
    assert subscriptions_of(ada).get().pace == Pace.HOURLY


def test_what_was_asked_outlives_muting(ada, under):
    subscribe(by=ada, thread=under, kind=Kind.THREAD)
    for _twice in range(2):
        mute_thread(by=ada, thread=under)
    assert kinds(ada) == ["muted", "thread"]
    unmute_thread(by=ada, thread=under)
    assert kinds(ada) == ["thread"]


def test_who_asks_again_no_longer_mutes(ada, under):
    mute_thread(by=ada, thread=under)
    subscribe(by=ada, thread=under, kind=Kind.MINE)
    assert kinds(ada) == ["mine"]


def test_ending_all_leaves_what_is_muted(ada, under):
    subscribe(by=ada, thread=under, kind=Kind.THREAD)
    mute_thread(by=ada, thread=thread())
    unsubscribe_from_all(by=ada)
    assert kinds(ada) == ["muted"]


def test_a_token_names_what_it_was_made_for(ada, under):
    subscription = subscribe(by=ada, thread=under, kind=Kind.THREAD)
    assert read_token(token_for(subscription)) == subscription
    assert read_token(token_for(ada)) == ada
    token = token_for(subscription)
    unsubscribe(by=ada, subscription=subscription)
    assert read_token(token) is None


def test_a_token_is_good_for_90_days(ada):
    with freeze_time("2026-03-01"):
        token = token_for(ada)
    with freeze_time("2026-05-29"):
        assert read_token(token) == ada
    with freeze_time("2026-05-31"), pytest.raises(signing.SignatureExpired):
        read_token(token)


@pytest.mark.parametrize("forge", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "", str.swapcase])
def test_a_forged_token_is_none(ada, forge):
    with pytest.raises(signing.BadSignature):
        read_token(forge(token_for(ada)))


def test_a_token_made_for_something_else_is_none(ada):
    with pytest.raises(signing.BadSignature):
        read_token(signing.dumps(["Voice", ada.pk], salt="password"))
