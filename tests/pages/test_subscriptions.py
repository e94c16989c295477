"""Notify of: asking for it at an article, at a comment, and on the page that lists all of it."""

import pytest
from django.test import Client

from articles.models import Article
from discussion.models import Subscription, Thread
from discussion.subscribing import mute_thread, subscribe
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

Kind, Pace = Subscription.Kind, Subscription.Pace
BRIDGE = "/articles/bridge/"
MINE = {"new replies to my comments": "mine"}


@pytest.fixture
def bridge():
    return thread(article("bridge"))


@pytest.fixture
def ben():
    return person("ben", display_name="Ben")


def standing(user=None):
    found = Subscription.objects.order_by("kind")
    return list((found.filter(voice__user=user) if user else found).values_list("kind", "pace"))


def test_a_member_asks_for_all_new_comments_and_is_led_back(bridge, ben):
    page = Visitor(ben).open(f"{BRIDGE}?sort=best")
    assert page.said(tag="legend") == ["Notify of"]
    page = page.press("Notify me")
    assert (page.answers, page.address) == ([303, 200], f"{BRIDGE}?sort=best#notify")
    assert "You are told of new follow-up comments at once. Change" in page.words
    assert not page.buttons("Notify me")
    assert standing(ben) == [("thread", "at_once")]


def test_or_for_replies_to_his_own(bridge, ben):
    page = Visitor(ben).open(BRIDGE).press("Notify me", MINE)
    assert "You are told of new replies to your comments at once." in page.words
    assert standing(ben) == [("mine", "at_once")]


def test_an_article_without_a_thread_can_be_followed_and_looking_makes_none(ben):
    article("bridge")
    visitor = Visitor(ben)
    page = visitor.open(BRIDGE)
    assert visitor.open("/articles/bridge/subscription").status == 200
    assert not Thread.objects.exists()
    page = page.press("Notify me")
    assert (page.answers, page.address) == ([303, 200], f"{BRIDGE}#notify")
    assert "You are told of new follow-up comments at once." in page.words


def test_a_guest_logs_in_and_finds_what_he_chose(bridge, ben):
    visitor = Visitor()
    page = visitor.open(BRIDGE)
    assert "csrfmiddlewaretoken" not in page.html
    page = page.press("Notify me", MINE)
    assert page.answers == [303, 200] and page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.address == f"/threads/{bridge.pk}/subscription?kind=mine"
    (chosen,) = [radio for radio in page.all("input", type="radio", name="kind") if "checked" in radio.attrib]
    assert chosen.get("value") == "mine"
    assert not Subscription.objects.exists()
    page.press("Notify me")
    assert standing(ben) == [("mine", "at_once")]


@pytest.mark.parametrize("kind", ["", "muted", "x&next=//evil.example", "thread\x00"])
def test_what_a_guest_cannot_choose_does_not_come_along(client, bridge, kind):
    answer = client.post(f"/threads/{bridge.pk}/subscription", {"kind": kind})
    assert answer["Location"] == f"/accounts/login/?next=/threads/{bridge.pk}/subscription"


def test_kind_and_pace_are_changed_on_a_page(bridge, ben):
    subscribe(by=voice(ben), thread=bridge, kind=Kind.THREAD)
    page = Visitor(ben).open(BRIDGE).follow("Change what you are told of")
    assert page.heading == "Notify of" and "You are told of new follow-up comments at once." in page.words
    page = page.press("Save", MINE | {"once a day": "daily"})
    assert "You are told of new replies to your comments once a day." in page.words
    assert standing(ben) == [("mine", "daily")]
    page = page.press("Save", {"nothing": "nothing"})
    assert standing(ben) == [] and "You are told" not in page.words


def test_a_choice_without_a_pace_keeps_the_one_that_stands(bridge, ben):
    subscribe(by=voice(ben), thread=bridge, kind=Kind.THREAD, pace=Pace.DAILY)
    client = Client()
    client.force_login(ben)
    client.post(f"/threads/{bridge.pk}/subscription", {"kind": "mine"})
    assert standing(ben) == [("mine", "daily")]


def test_a_discussion_is_muted_and_unmuted(bridge, ben):
    subscribe(by=voice(ben), thread=bridge, kind=Kind.THREAD)
    visitor = Visitor(ben)
    page = visitor.open(f"/threads/{bridge.pk}/subscription").press("Mute this discussion")
    assert "You muted this discussion." in page.words
    assert "You muted this discussion. Change" in visitor.open(BRIDGE).words
    page.press("Unmute this discussion")
    assert standing(ben) == [("thread", "at_once")]


def test_who_asks_for_something_no_longer_mutes_the_discussion(bridge, ben):
    mute_thread(by=voice(ben), thread=bridge)
    Visitor(ben).open(f"/threads/{bridge.pk}/subscription").press("Save", {"new follow-up comments": "thread"})
    assert standing(ben) == [("thread", "at_once")]


@pytest.mark.parametrize("told", [{}, {"kind": ""}, {"kind": "branch"}, {"kind": "thread", "pace": "never"}])
def test_nonsense_is_asked_again(client, bridge, ben, told):
    client.force_login(ben)
    assert client.post(f"/threads/{bridge.pk}/subscription", told).status_code == 422
    assert standing() == []


def test_a_discussion_that_is_not_out_cannot_be_followed(client, bridge, ben):
    Article.objects.update(state=Article.State.DRAFT)
    client.force_login(ben)
    for address in (f"/threads/{bridge.pk}/subscription", "/articles/bridge/subscription", "/threads/99/subscription"):
        assert client.get(address).status_code == client.post(address, {"kind": "thread"}).status_code == 404


def test_a_closed_discussion_offers_nothing_but_says_what_stands(bridge, ben):
    Thread.objects.update(state=Thread.State.CLOSED)
    assert not Visitor(ben).open(BRIDGE).buttons("Notify me")
    subscribe(by=voice(ben), thread=bridge, kind=Kind.MINE)
    assert "You are told of new replies to your comments at once." in Visitor(ben).open(BRIDGE).words


def test_a_script_gets_what_stands_as_a_piece_of_the_page(client, bridge, ben):
    client.force_login(ben)
    answer = client.post(f"/threads/{bridge.pk}/subscription", {"kind": "thread"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text and "You are told of new follow-up comments at once." in answer.text


def test_replies_to_one_comment(bridge, ben):
    comment = say(voice(person("ada", display_name="Ada")), "A word.", thread=bridge)
    visitor = Visitor(ben)
    page = visitor.open(BRIDGE).follow("Notify me of replies to Ada")
    assert page.heading == "Notify me of replies" and "A word." in page.words
    page = page.press("Notify me of replies", {"once an hour": "hourly"})
    assert "You are told of replies to this comment once an hour." in page.words
    assert list(Subscription.objects.values_list("comment", "kind", "pace")) == [(comment.pk, "branch", "hourly")]
    (bell,) = visitor.open(BRIDGE).links("You are told of replies to Ada")
    assert bell.get("aria-current") == "true"
    page = page.press("No longer")
    assert standing() == [] and page.buttons("Notify me of replies")


def test_a_guest_is_asked_to_log_in_for_replies_to_one_comment(bridge):
    say(voice(person("ada", display_name="Ada")), thread=bridge)
    assert Visitor().open(BRIDGE).follow("Notify me of replies to Ada").heading == "Log in"


@pytest.mark.parametrize("told", [{}, {"value": "2"}, {"value": "1", "pace": "never"}])
def test_nonsense_at_a_comment_is_refused(client, bridge, ben, told):
    comment = say(voice(), thread=bridge)
    client.force_login(ben)
    assert client.post(f"/comments/{comment.pk}/subscription", told).status_code == 400
    assert standing() == []


def test_all_that_one_is_told_of_stands_on_one_page(bridge, ben):
    by, comment = voice(ben), say(voice(person("ada", display_name="Ada")), thread=bridge)
    for kind, about in ((Kind.MINE, None), (Kind.BRANCH, comment)):
        subscribe(by=by, thread=bridge, kind=kind, comment=about)
    mute_thread(by=by, thread=thread(article("tower")))
    subscribe(by=voice(), thread=thread(article("secret")), kind=Kind.THREAD)
    page = Visitor(ben).open("/subscriptions/")
    for words in ("New replies to my comments", "Replies below Ada’s comment", "Muted", "Headline of tower"):
        assert words in page.words
    assert "secret" not in page.html
    row = next(form for form in page.all("form", class_="told-of") if "New replies" in "".join(form.itertext()))
    next(option for option in page.all("option", row, value="hourly")).set("selected", "")
    del page.one("option", row, value="at_once").attrib["selected"]
    page = page.press("Save", of=row)
    assert (page.answers, page.address) == ([303, 200], "/subscriptions/")
    assert ("mine", "hourly") in standing(ben)
    while page.buttons("End"):
        page = page.press("End", of=page.parents[page.buttons("End")[0]])
    page = page.press("Unmute")
    assert "Nothing yet." in page.words and standing(ben) == []


def test_nobody_changes_what_is_another_readers(client, bridge, ben):
    other = subscribe(by=voice(), thread=bridge, kind=Kind.THREAD)
    client.force_login(ben)
    for done in ("end", "change"):
        told = {"subscription": other.pk, "do": done, "pace": "daily", "voice": other.voice_id}
        assert client.post("/subscriptions/", told).status_code == 303
    assert standing() == [("thread", "at_once")]


@pytest.mark.parametrize("told", [{}, {"do": "x"}, {"do": "change", "pace": "never"}])
def test_nonsense_on_the_list_is_refused(client, bridge, ben, told):
    mine = subscribe(by=voice(ben), thread=bridge, kind=Kind.THREAD)
    client.force_login(ben)
    assert client.post("/subscriptions/", {"subscription": mine.pk, **told}).status_code == 400
    assert standing() == [("thread", "at_once")]


def test_the_list_asks_the_same_of_few_and_of_many(client, ben, django_assert_max_num_queries):
    for _ in range(12):
        under = thread()
        subscribe(by=voice(ben), thread=under, kind=Kind.BRANCH, comment=say(voice(), thread=under))
    client.force_login(ben)
    with django_assert_max_num_queries(8):
        assert client.get("/subscriptions/").status_code == 200


@pytest.mark.parametrize("address", ["/subscriptions/", "/inbox/"])
def test_a_stranger_logs_in_first(client, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
