"""Guests before a page: as slow as people are, and with what they are asked for."""

from datetime import timedelta

from django.core import signing
from django.utils import timezone
from freezegun import freeze_time

from discussion.guests.proving import confirm
from discussion.models import Voice
from discussion.screening.by_hand import SALT

TEXT, NAME, MAIL, REMEMBER = "What would you add?", "Name", "E-mail address", "Remember me on this device"
GUS = {NAME: "Gus", MAIL: "Gus@Example.org"}
BRIDGE = "/articles/bridge/"


def ago(seconds):
    """What the hidden field says of a form that was made so long ago."""
    with freeze_time(timezone.now() - timedelta(seconds=seconds)):
        return signing.TimestampSigner(salt=SALT).sign("form")


def in_no_hurry(page):
    page.one("input", name="made").set("value", ago(20))
    return page


def asked(visitor, text="Words of a guest."):
    return in_no_hurry(visitor.open(BRIDGE).press("Post comment", {TEXT: text}))


def spoken(visitor, **who):
    return asked(visitor).press("Post comment", GUS | who)


def own(visitor):
    """The page of a guest who has spoken and confirmed his address."""
    spoken(visitor)
    confirm(voice=Voice.objects.get(user=None))
    return visitor.open(BRIDGE)


def cookies(visitor):
    return {name for name, cookie in visitor.client.cookies.items() if cookie.value}
