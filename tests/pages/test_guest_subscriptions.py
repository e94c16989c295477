"""Notify of, for people without an account: an address, a link that is mailed there, and one answer for everybody."""

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.guests.devices import remember
from discussion.guests.proving import confirm
from discussion.models import Device, Footprint, Mail, Subscription, Suppressed, Thread, Voice
from discussion.notifications.tokens import token_for
from discussion.screening.by_hand import stamp
from discussion.subscribing import subscribe
from tests.factories import article, person, say, thread, voice
from tests.pages.every_url import rows
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

Kind, Pace = Subscription.Kind, Subscription.Pace
BRIDGE = "/articles/bridge/"
MINE = {"new replies to my comments": "mine"}
ANN = "ann@example.net"
ADDRESS = {"E-mail address": ANN}


@pytest.fixture
def bridge():
    return thread(article("bridge"), guests=Thread.Guests.WELCOME)


@pytest.fixture
def time_flies(monkeypatch):
    """Forms are filled in as slowly as people do it."""
    monkeypatch.setattr("discussion.forms.HumanForm.fastest", -1)


def standing():
    return list(Subscription.objects.order_by("pk").values_list("voice__email", "kind", "pace", "voice__proved_at"))


def guest_browser(name="Ann", email=ANN, proved=True):
    """A browser that speaks as a guest."""
    made = Voice.objects.create(name=name, email=email, proved_at=timezone.now() if proved else None)
    visitor = Visitor()
    visitor.client.cookies[settings.GUEST_COOKIE_NAME] = remember(made)
    return visitor, made


def test_from_the_shared_page_to_the_mail(bridge, time_flies):
    visitor = Visitor()
    page = visitor.open(BRIDGE)
    assert "csrfmiddlewaretoken" not in page.html
    page = page.press("Notify me", MINE)
    assert page.answers == [303, 200] and page.heading == "Notify of"
    (chosen,) = [radio for radio in page.all("input", type="radio", name="kind") if "checked" in radio.attrib]
    assert chosen.get("value") == "mine" and not Subscription.objects.exists()
    assert page.links("Log in instead")[0].get("href").startswith("/accounts/login/?next=%2Fthreads%2F")
    page = page.press("Notify me", ADDRESS | {"once a day": "daily"})
    assert page.answers == [303, 200] and page.heading == "Look into your mail"
    assert standing() == [(ANN, "mine", "daily", None)]
    assert Mail.objects.get().kind == "confirm" and Mail.objects.get().address == ANN
    assert page.follow("Back to the discussion").address == f"{BRIDGE}#discussion"


def test_at_a_comment_the_same(bridge, time_flies):
    comment = say(voice(person("ada", display_name="Ada")), "A word.", thread=bridge)
    page = Visitor().open(BRIDGE).follow("Notify me of replies to Ada")
    assert page.heading == "Notify me of replies" and "A word." in page.words
    page = page.press("Notify me of replies", ADDRESS)
    assert page.heading == "Look into your mail"
    asked = Subscription.objects.get()
    assert (asked.comment, asked.kind, asked.voice.email) == (comment, "branch", ANN)


def test_an_article_without_a_thread_gets_one_from_an_answer_alone(settings, time_flies):
    settings.GUESTS = True
    article("bridge")
    visitor = Visitor()
    page = visitor.open(BRIDGE).press("Notify me")
    assert page.heading == "Notify of" and not Thread.objects.exists()
    assert page.press("Notify me", {"E-mail address": "none"}).status == 422 and not Thread.objects.exists()
    assert page.press("Notify me", ADDRESS).heading == "Look into your mail"
    assert standing() == [(ANN, "thread", "at_once", None)]


def test_no_cookie_but_the_one_of_the_form(bridge, time_flies):
    visitor = Visitor()
    page = visitor.open(BRIDGE)
    assert not visitor.client.cookies
    page.press("Notify me").press("Notify me", ADDRESS)
    assert set(visitor.client.cookies) == {"csrf"} and not Device.objects.exists()


def test_where_guests_are_not_welcome_he_logs_in(bridge, time_flies):
    comment = say(voice(), thread=bridge)
    Thread.objects.update(guests=Thread.Guests.NOT_HERE)
    before = rows()
    for address in (f"/threads/{bridge.pk}/subscription", f"/comments/{comment.pk}/subscription"):
        page = Visitor().open(address)
        assert page.heading == "Log in"
        told = {"email": ANN, "kind": "thread", "made": stamp()}
        assert Client().post(address, told)["Location"].startswith("/accounts/login/")
    assert rows() == before


def test_the_address_is_one_however_it_is_typed(bridge, time_flies):
    for typed in (" Ann@Example.NET ", ANN):
        Visitor().open(f"/threads/{bridge.pk}/subscription").press("Notify me", {"E-mail address": typed})
    assert standing() == [(ANN, "thread", "at_once", None)] and Mail.objects.count() == 1


NO_ADDRESS = ["", "ann", "%@%", "@example.net", "ann@", "a@b@c.d", "ann@example.net\r\nBcc: x@example.org", "x" * 300]
NO_ADDRESS += [f"{'x' * 250}@example.net", "ann@exa mple.net", "ann@example.net,bob@example.net", "\u202eann@example"]


@pytest.mark.parametrize("typed", NO_ADDRESS)
def test_what_is_no_address_is_asked_again(bridge, time_flies, typed):
    before = rows()
    page = Visitor().open(f"/threads/{bridge.pk}/subscription").press("Notify me", {"E-mail address": typed} | MINE)
    assert page.status == 422 and rows() == before
    (chosen,) = [radio for radio in page.all("input", type="radio", name="kind") if "checked" in radio.attrib]
    assert chosen.get("value") == "mine"


@pytest.mark.parametrize("told", [{"kind": ""}, {"kind": "nothing"}, {"kind": "muted"}, {"pace": "never"}])
def test_nonsense_is_asked_again(bridge, time_flies, told):
    client = Client()
    address = f"/threads/{bridge.pk}/subscription"
    fields = {"kind": "thread", "email": ANN, "made": stamp(), "csrfmiddlewaretoken": "x"}
    assert client.post(address, fields | told).status_code == 422
    assert standing() == []


def test_a_robot_is_asked_again(bridge, monkeypatch):
    page = Visitor().open(f"/threads/{bridge.pk}/subscription")
    fast = page.press("Notify me", ADDRESS)
    assert fast.status == 422 and fast.text_in("E-mail address") == ANN
    monkeypatch.setattr("discussion.forms.HumanForm.fastest", -1)
    fed = page.press("Notify me", ADDRESS | {"Leave this empty": "https://buy.example"})
    assert fed.status == 422 and standing() == [] and not Mail.objects.exists()
    assert fed.press("Notify me").heading == "Look into your mail"


def test_a_form_of_ours_needs_its_token(bridge, time_flies):
    client = Client(enforce_csrf_checks=True)
    address = f"/threads/{bridge.pk}/subscription"
    fields = {"kind": "thread", "email": ANN, "made": stamp()}
    assert client.post(address, fields)["Location"] == f"{address}?kind=thread"
    assert client.post(address, fields | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert standing() == []


def known():
    return "known", guest_browser(email="known@example.net")[1].email


def ended():
    made = Voice.objects.create(name="", email="asked@example.net")
    return "asked before", made.email


def dead():
    Suppressed.objects.create(address="dead@example.net")
    return "bounced", "dead@example.net"


def test_the_answer_is_the_same_for_every_address(bridge, time_flies, settings):
    settings.GUEST_MAILS_A_DAY = 1
    over = Voice.objects.create(name="", email="over@example.net")
    Mail.objects.create(voice=over, kind="link", pace="at_once", address=over.email)
    people = dict([known(), ended(), dead()])
    people |= {"unknown": ANN, "member": person("ada").email, "asked too often": over.email}
    answers, work = {}, {}
    for who, email in people.items():
        client = Client()
        address = f"/threads/{bridge.pk}/subscription"
        fields = {"kind": "thread", "email": email, "made": stamp(), "csrfmiddlewaretoken": "x"}
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, fields)
        assert answer.status_code == 303
        page = client.get(answer["Location"])
        answers[who] = (answer["Location"], _headers(answer), answer.content, page.content)
        work[who] = [query["sql"].split(" ")[0] for query in queries if "discussion_mail" not in query["sql"]]
    assert len({str(answer) for answer in answers.values()}) == 1, answers
    assert len({str(queries) for queries in work.values()}) == 1, work
    assert not Mail.objects.filter(sent_at__isnull=False).exists()  # nothing is sent while he waits


def test_one_who_knows_an_address_cannot_add_to_what_its_owner_confirmed(bridge, time_flies):
    owner = Voice.objects.create(name="", email=ANN, proved_at=timezone.now())
    Visitor().open(f"/threads/{bridge.pk}/subscription").press("Notify me", ADDRESS)
    assert not owner.subscriptions.exists() and standing() == [(ANN, "thread", "at_once", None)]


def test_above_the_limit_of_a_network_he_waits(bridge, time_flies, monkeypatch):
    page = Visitor().open(f"/threads/{bridge.pk}/subscription")
    assert page.press("Notify me", ADDRESS).heading == "Look into your mail"
    assert Footprint.objects.get().act == Footprint.Act.MAIL
    monkeypatch.setattr("discussion.views.listening.seconds_to_wait", lambda act, address: 90)
    before = rows()
    page = page.press("Notify me", {"E-mail address": "bob@example.net"})
    assert page.status == 429 and page.response["Retry-After"] == "90"
    assert "Try again in 2 minutes." in page.words and page.text_in("E-mail address") == "bob@example.net"
    assert rows() == before


def test_a_guest_of_this_browser_is_told_at_once(bridge):
    visitor, ann = guest_browser()
    comment = say(voice(person("ada", display_name="Ada")), thread=bridge)
    page = visitor.open(BRIDGE).press("Notify me", MINE)
    assert (page.answers, page.address) == ([303, 200], f"{BRIDGE}#notify")
    assert "You are told of new replies to your comments at once." in page.words
    assert list(ann.subscriptions.values_list("kind", "pace")) == [("mine", "at_once")]
    assert not Mail.objects.exists()
    page = page.follow("Change what you are told of")
    assert "You are told of new replies to your comments at once." in page.words
    assert not page.all("input", name="email") and not page.buttons("Mute this discussion")
    assert "inbox" not in page.words
    page = page.press("Save", {"nothing": "nothing"})
    assert not ann.subscriptions.exists()
    page = visitor.open(f"/comments/{comment.pk}/subscription").press("Notify me of replies")
    assert "You are told of replies to this comment at once." in page.words
    page.press("No longer")
    assert not ann.subscriptions.exists()


def test_a_form_of_his_without_its_token_leads_to_one_that_has_it(bridge):
    visitor, ann = guest_browser()
    address = f"/threads/{bridge.pk}/subscription"
    answer = visitor.client.post(address, {"kind": "mine"})
    assert (answer.status_code, answer["Location"]) == (303, f"{address}?kind=mine")
    assert visitor.client.post(address, {"kind": "mine", "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert not ann.subscriptions.exists()
    visitor.open(f"{address}?kind=mine").press("Notify me")
    assert list(ann.subscriptions.values_list("kind", flat=True)) == ["mine"]


def test_a_script_of_his_gets_what_stands(bridge):
    visitor, _ann = guest_browser()
    client = Client()
    client.cookies[settings.GUEST_COOKIE_NAME] = visitor.client.cookies[settings.GUEST_COOKIE_NAME].value
    told = {"kind": "thread", "csrfmiddlewaretoken": "x"}
    answer = client.post(f"/threads/{bridge.pk}/subscription", told, headers={"hx-request": "true"})
    assert "<html" not in answer.text and "You are told of new follow-up comments at once." in answer.text


def test_who_has_not_confirmed_his_comment_yet_finds_his_address(bridge, time_flies):
    visitor, ann = guest_browser(proved=False)
    page = visitor.open(f"/threads/{bridge.pk}/subscription")
    assert page.text_in("E-mail address") == ANN
    assert page.press("Notify me").heading == "Look into your mail"
    assert list(ann.subscriptions.values_list("kind", flat=True)) == ["thread"]
    confirm(voice=ann)
    page = visitor.open(f"/threads/{bridge.pk}/subscription")
    assert "You are told of new follow-up comments at once." in page.words


def test_nobody_mutes_without_an_account(bridge):
    visitor, ann = guest_browser()
    page = visitor.open(f"/threads/{bridge.pk}/subscription")
    assert page.press("Notify me", {"new follow-up comments": "muted"}).status == 422
    assert not ann.subscriptions.exists()


def test_a_forged_cookie_is_nobody(bridge):
    visitor, ann = guest_browser()
    subscribe(by=ann, thread=bridge, kind=Kind.THREAD)
    for value in (signing.dumps("x"), visitor.client.cookies[settings.GUEST_COOKIE_NAME].value[:-1], "x"):
        visitor.client.cookies[settings.GUEST_COOKIE_NAME] = value
        page = visitor.open(f"/threads/{bridge.pk}/subscription")
        assert page.status == 200 and ANN not in page.html and page.all("input", name="email")


def test_he_ends_it_from_the_mail(bridge):
    told = subscribe(by=Voice.objects.create(email=ANN, proved_at=timezone.now()), thread=bridge, kind=Kind.THREAD)
    address = f"/subscriptions/{token_for(told)}/end"
    page = Visitor().open(address)
    assert "You are told of new follow-up comments at once." in page.words and ANN not in page.html
    page.press("End it")
    assert standing() == []


def test_after_the_end_he_finds_the_way_to_all_of_his(bridge):
    told = subscribe(by=Voice.objects.create(email=ANN, proved_at=timezone.now()), thread=bridge, kind=Kind.THREAD)
    page = Visitor().open(f"/subscriptions/{token_for(told)}/end").press("End it")
    assert page.heading == "It has ended."
    assert page.link("Everything of yours here").get("href") == "/mine/" and not page.links("All that you are told of")


def _headers(answer):
    """But for the request's own number."""
    return sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-ID")
