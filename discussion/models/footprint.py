"""How much is done from one neighbourhood of network addresses. The address itself is not kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil
from secrets import token_hex
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class Salt(models.Model):
    """A day's own. With it goes the last chance to tell what address a footprint of that day was left from."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"

    def digest(self, address: str, about: str = "") -> str:
        what = neighbourhood(address) + (f" {about}".encode() if about else b"")
        return salted_hmac(self.value, what, algorithm="sha256").hexdigest()


class FootprintManager(models.Manager["Footprint"]):
    def leave(self, act: str, address: str, about: Iterable[str] = ("",)) -> None:
        """`address` as the request came from it; one for each thing that it was `about`. Two queries."""
        now = timezone.now()
        salt, _made = Salt.objects.get_or_create(day=now.date(), defaults={"value": token_hex(32)})
        self.bulk_create(self.model(act=act, digest=salt.digest(address, one), at=now) for one in about)


class Footprint(models.Model):
    """That something was done from an address' neighbourhood (a /24, or a /64), which is kept as a salted digest
    only: what limits count.
    """

    class Act(models.TextChoices):
        POST = "post"  # by a guest
        VOTE = "vote"
        REPORT = "flag"
        MAIL = "mail"  # something that sends a mail to an address that was typed in
        SAID = "said"  # what screening let pass, by a guest or a member

    act = models.CharField(max_length=4, choices=Act)
    digest = models.CharField(max_length=64)  # HMAC-SHA256 under the salt of its day, in hexadecimal digits
    at = models.DateTimeField(default=timezone.now)

    objects = FootprintManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["digest", "act", "at"], name="footprints_by_digest"),
            models.Index(fields=["at"], name="footprints_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


def salts_within(window: timedelta, now: datetime) -> list[Salt]:
    """Of the days that the window reaches into, at most a day and the one before. One query."""
    return list(Salt.objects.filter(day__in={now.date(), (now - window).date()}))


def seconds_until_free(act: str, digests: Iterable[str], most: int, window: timedelta, now: datetime) -> int:
    """Until that may be done again where no more than `most` are allowed within `window`; 0 where it may now. One
    query.
    """
    lately = Footprint.objects.filter(act=act, digest__in=list(digests), at__gt=now - window, at__lte=now)
    nth: datetime | None = lately.order_by("-at").values_list("at", flat=True)[most - 1 : most].first()
    return ceil((nth + window - now).total_seconds()) if nth else 0


def neighbourhood(address: str) -> bytes:
    """The /24 of an IPv4 address, the /64 of another: what one household or one server is given as a whole."""
    try:
        known = ip_address(address)
    except ValueError:
        return address.encode()
    known = getattr(known, "ipv4_mapped", None) or known
    return known.packed[: 3 if known.version == 4 else 8]
