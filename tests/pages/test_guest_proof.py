"""Guests confirm their address by a link; what a browser keeps of them, and what it is shown."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from discussion.guests import tokens
from discussion.models import Comment, Device, Mail, State, Voice
from tests.factories import article, guest, person, say, thread, voice
from tests.pages.every_url import rows
from tests.pages.guests import BRIDGE, REMEMBER, cookies, own, spoken
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"), guests="yes")


def confirmation(gus):
    return f"/guests/{tokens.proof_token(gus)}/confirmation"


def test_the_link_shows_what_waits_and_a_press_publishes_it():
    spoken(Visitor())
    gus, stranger = Voice.objects.get(user=None), Visitor()
    before = rows()
    for _ in range(2):
        page = stranger.open(confirmation(gus))
        assert page.status == 200 and "Words of a guest." in page.words
        assert stranger.client.head(confirmation(gus)).status_code == 200
    assert rows() == before
    page = page.press("Yes, confirm")
    assert page.answers == [200] and page.heading == "Your address is confirmed."
    assert Comment.objects.get().published and not cookies(stranger)
    assert page.follow("Headline of bridge").status == 200
    assert stranger.open(confirmation(gus)).heading == "Your address is confirmed already."
    assert stranger.client.post(confirmation(gus), {"no": "1"}).status_code == 200
    assert Comment.objects.get().published


def test_this_was_not_me():
    spoken(Visitor())
    gus = Voice.objects.get(user=None)
    page = Visitor().open(confirmation(gus)).press("This was not me")
    assert page.heading == "It is erased." and Comment.objects.get().state == State.ERASED
    assert Visitor().open(confirmation(gus)).status == 410
    assert not Voice.objects.filter(email="gus@example.org").exists()


def test_a_link_that_is_too_old_or_not_ours(client):
    gus = guest()
    with freeze_time(timezone.now() - timedelta(days=8)):
        old = confirmation(gus)
    forged = confirmation(gus)[:-20] + "x" * 6 + "/confirmation"
    other = f"/guests/{signing.dumps(gus.pk, salt='broadsheet.subscriptions')}/confirmation"
    before = rows()
    for address, status in ((old, 410), (forged, 404), (other, 404), ("/guests/x/confirmation", 404)):
        assert client.get(address).status_code == client.post(address).status_code == status
    assert rows() == before


# Cookies, pages, queries


def test_no_cookie_comes_before_it_is_needed(bridge):
    ada = voice(person("ada"))
    for _ in range(2):
        said = say(ada, thread=bridge)
    reading, visitor = Visitor(), Visitor()
    for page in (BRIDGE, "/", f"{BRIDGE}comments/{said.pk}/", f"/comments/{said.pk}/wordings", "/guest/"):
        reading.open(page)
        reading.client.get(f"/threads/{bridge.pk}/changes?since=0")
    assert cookies(reading) == set()
    spoken(visitor)
    assert cookies(visitor) == {"csrf", "guest"}
    kept = visitor.client.cookies["guest"]
    assert (kept["httponly"], kept["samesite"], kept["path"], kept["max-age"]) == (True, "Lax", "/", "")
    assert kept.value not in str(rows()) and Device.objects.get().digest not in kept.value
    visitor = Visitor()
    spoken(visitor, **{REMEMBER: "on"})
    assert visitor.client.cookies["guest"]["max-age"] == 365 * 86400


def test_behind_https_it_is_bound_to_the_host(settings):
    settings.HTTPS, settings.GUEST_COOKIE_NAME = True, "__Host-guest"
    visitor = Visitor()
    spoken(visitor)
    kept = visitor.client.cookies["__Host-guest"]
    assert kept["secure"] and kept["path"] == "/" and not kept["domain"]
    visitor.open("/guest/").press("Forget me on this device")
    assert visitor.client.cookies["__Host-guest"]["max-age"] == 0


def test_a_browser_that_is_to_forget_him_does():
    visitor = Visitor()
    page = own(visitor).follow("Change as whom you write")
    assert "you write as Gus" in page.words and "gus@example.org" in page.words
    kept = visitor.client.cookies["guest"].value
    page = page.press("Forget me on this device")
    assert "speaks as nobody" in page.words and not Device.objects.exists()
    visitor.client.cookies["guest"] = kept
    assert "You write as" not in visitor.open(BRIDGE).words
    assert Comment.objects.get().published


def test_the_mail_can_be_asked_for_again():
    visitor = Visitor()
    spoken(visitor)
    Mail.objects.update(sent_at=timezone.now())
    visitor.open("/guest/").press("Send the mail again")
    assert Mail.objects.open().count() == 1


def test_pages_of_a_guest_are_his_own(bridge):
    visitor = Visitor()
    spoken(visitor)
    page = visitor.open(BRIDGE)
    assert "Cookie" in page.response["Vary"]
    address = f"/threads/{bridge.pk}/changes?since=0"
    tags = {client.get(address)["ETag"] for client in (visitor.client, Client(), Visitor(person()).client)}
    assert len(tags) == 3
    known = visitor.client.get(address)["ETag"]
    assert visitor.client.get(address, headers={"If-None-Match": known}).status_code == 304
    assert re.fullmatch(r'"\d+\.0\.\d+"', known)


@pytest.mark.parametrize("waits", [True, False])
def test_an_article_page_asks_a_known_guest_little(bridge, waits):
    visitor = Visitor()
    if waits:
        spoken(visitor)
    else:
        own(visitor)
    for _ in range(5):
        say(voice(), thread=bridge)
    visitor.open(BRIDGE)
    with CaptureQueriesContext(connection) as asked_for:
        visitor.open(BRIDGE)
    assert len(asked_for) <= 12
