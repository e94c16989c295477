"""Ending a subscription from a mail: logged out, with one press of a mail program's button, and nothing else."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles.models import Article
from discussion.models import Subscription
from discussion.notifications import tokens
from discussion.subscribing import mute_thread, subscribe
from tests.factories import article, person, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

Kind = Subscription.Kind
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def told():
    return subscribe(by=voice(person("ben")), thread=thread(article("bridge")), kind=Kind.THREAD)


def address(of):
    return f"/subscriptions/{tokens.token_for(of)}/end"


def test_opening_it_asks_and_ends_nothing(told):
    page = Visitor().open(address(told))
    assert page.status == 200 and page.heading == "No more mails of this kind?"
    assert "You are told of new follow-up comments at once." in page.words
    assert page.links("Headline of bridge")
    assert Subscription.objects.exists()


def test_pressing_the_button_ends_it_without_a_log_in(told):
    page = Visitor().open(address(told)).press("End it")
    assert page.answers == [200] and page.heading == "It has ended."
    assert not Subscription.objects.exists()
    assert Visitor().open(address(told)).heading == "It has ended."


def test_a_mail_program_ends_it_with_one_click(told):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(address(told), ONE_CLICK)
        assert answer.status_code == 200 and not answer.cookies
        assert not Subscription.objects.exists()


def test_it_changes_that_subscription_alone_and_logs_nobody_in(told):
    other = subscribe(by=told.voice, thread=thread(), kind=Kind.MINE)
    same = subscribe(by=voice(), thread=told.thread, kind=Kind.THREAD)
    client = Client(enforce_csrf_checks=True)
    client.post(address(told), {**ONE_CLICK, "subscription": other.pk, "voice": same.voice_id})
    assert set(Subscription.objects.all()) == {other, same}
    assert client.get("/subscriptions/").status_code == 302


def test_a_digests_address_ends_all_but_what_is_muted(told):
    subscribe(by=told.voice, thread=thread(), kind=Kind.MINE)
    mute_thread(by=told.voice, thread=thread())
    other = subscribe(by=voice(), thread=told.thread, kind=Kind.THREAD)
    page = Visitor().open(address(told.voice))
    assert "no mail from any discussion that you follow" in page.words
    page.press("End it")
    assert set(Subscription.objects.values_list("voice", "kind")) == {
        (told.voice_id, "muted"),
        (other.voice_id, "thread"),
    }


def test_an_old_address_says_so(told, monkeypatch):
    monkeypatch.setattr(tokens, "GOOD_FOR", timedelta(seconds=-1))
    for answer in (Client().get(address(told)), Client().post(address(told), ONE_CLICK)):
        assert answer.status_code == 410 and "This link no longer works." in answer.text
    assert Subscription.objects.exists()


def test_it_is_good_for_weeks(told, monkeypatch):
    made = address(told)
    later = (timezone.now() + timedelta(days=80)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().get(made).status_code == 200


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "x" * 500])
def test_a_forged_address_ends_nothing(told, spoil):
    forged = f"/subscriptions/{spoil(tokens.token_for(told))}/end"
    for answer in (Client().get(forged), Client().post(forged, ONE_CLICK)):
        assert answer.status_code == 404 and "This link no longer works." in answer.text
    assert Subscription.objects.exists()


def test_what_else_we_sign_is_no_such_address(told):
    forged = f"/subscriptions/{signing.dumps(['Subscription', told.pk])}/end"
    assert Client().post(forged, ONE_CLICK).status_code == 404
    assert Subscription.objects.exists()


def test_it_works_when_the_article_is_gone_and_names_it_no_more(told):
    Article.objects.update(state=Article.State.DRAFT)
    page = Visitor().open(address(told))
    assert page.status == 200 and "Headline of bridge" not in page.html
    page.press("End it")
    assert not Subscription.objects.exists()


def test_no_cache_keeps_it(told):
    assert "no-store" in Client().get(address(told))["Cache-Control"]
