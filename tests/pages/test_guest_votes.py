"""Votes without an account, and how much may come from one network."""

from uuid import uuid4

import pytest
from django.test import Client

from discussion.models import Comment, Footprint, Voice, Vote
from tests.factories import article, person, say, thread, voice
from tests.pages.guests import BRIDGE, NAME, TEXT, asked, cookies, in_no_hurry, own, spoken
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"), guests="yes")


def test_a_strangers_vote_is_cast_on_a_page_of_its_own(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = visitor.open(BRIDGE).press("Vote up Ada's comment")
    assert page.answers == [303, 200] and page.heading == "Your vote" and not Vote.objects.exists()
    page = in_no_hurry(page).press("Vote up")
    assert page.answers == [303, 200] and cookies(visitor) == {"csrf", "guest"}
    assert page.button("Vote up Ada's comment").get("aria-pressed") == "true"
    silent = Vote.objects.get(value=1).voice
    assert (silent.name, silent.email) == ("", "")
    page = page.press("Vote down Ada's comment")
    assert page.answers == [303, 200] and Vote.objects.get().value == -1
    page.press("Vote down Ada's comment")
    assert not Vote.objects.exists()


def test_the_form_of_a_vote_sent_twice_is_one_vote(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = in_no_hurry(visitor.open(BRIDGE).press("Vote down Ada's comment"))
    page.press("Vote down")
    del visitor.client.cookies["guest"]
    page.press("Vote down")
    assert Vote.objects.count() == Voice.objects.filter(user=None).count() == 1


def test_who_only_voted_gives_his_name_when_he_speaks_and_keeps_his_vote(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = in_no_hurry(visitor.open(BRIDGE).press("Vote up Ada's comment")).press("Vote up")
    assert "You will be asked for a name" in page.words and "You write as" not in page.words
    page = spoken(visitor)
    assert page.answers == [303, 200]
    assert Voice.objects.get(user=None) == Comment.objects.latest("pk").voice == Vote.objects.get().voice


def test_nobody_votes_on_his_own(bridge):
    visitor = Visitor()
    page = own(visitor)
    assert "disabled" in page.button("Vote up Gus's comment").attrib
    assert visitor.open(f"/comments/{Comment.objects.get().pk}/vote?value=1").status == 403


@pytest.mark.parametrize("value", ["", "0", "2", "x", "\x00"])
def test_a_vote_is_up_or_down(bridge, value):
    said = say(voice(), thread=bridge)
    assert Client().get(f"/comments/{said.pk}/vote", {"value": value}).status_code == 400


# Limits


def test_one_network_has_its_limit_whatever_it_calls_itself(settings):
    settings.GUEST_POSTS_AN_HOUR = 3
    visitor, statuses = Visitor(), []
    fields = asked(visitor)
    fields = {one.get("name"): one.get("value", "") for one in fields.one("form", id="composer").iter("input")}
    fields |= {"source": "Words.", "name": "Gus", "email": "gus@example.org"}
    for number in range(100):
        lie = f"203.0.{number}.9"
        lies = {
            "X-Forwarded-For": lie,
            "Client-IP": lie,
            "Forwarded": f"for={lie}",
            "User-Agent": lie,
            "X-Real-IP": lie,
        }
        new = fields | {"client_id": str(uuid4())}
        where = f"192.0.2.{number}"
        answer = visitor.client.post(f"{BRIDGE}comments/", new, headers=lies, REMOTE_ADDR=where)
        visitor.client.cookies.pop("guest", None)
        statuses.append(answer.status_code)
    assert statuses == [303, 303, 303, *[429] * 97]
    assert (
        Comment.objects.count() == 3 and Footprint.objects.filter(act="post").values("digest").distinct().count() == 1
    )
    elsewhere = spoken(Visitor(REMOTE_ADDR="192.0.3.1"))
    assert elsewhere.answers == [303, 200]


def test_over_the_limit_the_time_is_said_and_the_text_kept(settings):
    settings.GUEST_POSTS_AN_HOUR = 1
    spoken(Visitor(REMOTE_ADDR="2001:db8::1"))
    page = spoken(Visitor(REMOTE_ADDR="2001:db8::2:2"))
    assert page.status == 429 and int(page.response["Retry-After"]) > 3500
    assert "Try again in 60 minutes." in page.words
    assert page.text_in(TEXT) == "Words of a guest." and page.text_in(NAME) == "Gus"


def test_behind_a_proxy_only_its_word_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.GUEST_POSTS_AN_HOUR = 1, 1
    first = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.1"}))
    again = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.99"}))
    other = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.5, 192.0.9.1"}))
    assert [first.answers[0], again.answers[0], other.answers[0]] == [303, 429, 303]


def test_votes_have_a_limit_too(bridge, settings):
    settings.GUEST_VOTES_AN_HOUR = 1
    say(voice(person("ada")), thread=bridge)
    page = in_no_hurry(Visitor().open(BRIDGE).press("Vote up Ada's comment")).press("Vote up")
    page = page.press("Vote down Ada's comment")
    assert page.status == 429 and page.response["Retry-After"] and Vote.objects.get().value == 1


# The link in the mail
