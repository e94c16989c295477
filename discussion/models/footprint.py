"""How much is done from one neighbourhood of network addresses. The address itself is not kept."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from math import ceil
from secrets import token_hex
from typing import Any, ClassVar

from django.core.cache import caches
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.prepared_writes import insert

A_DAY = timedelta(days=1)
SALTS = "salts"


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
    def leave(self, address: str, *acts: tuple[str, str]) -> None:
        """`address` as the request came from it; one for each act and what it was about, if anything. One query,
        and two more where this process has left none today.
        """
        now = timezone.now()
        salt = next(iter(salts_within(timedelta(), now)), None)
        if salt is None:
            salt, _made = Salt.objects.get_or_create(day=now.date(), defaults={"value": token_hex(32)})
        rows = [self.model(act=act, digest=salt.digest(address, about), at=now) for act, about in acts]
        insert(*rows, returning=False)


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


def count_of(act: str, digests: Iterable[str], since: datetime, now: datetime) -> Any:
    """How many were left in that time, as a part of another query."""
    left = Footprint.objects.filter(act=act, digest__in=list(digests), at__gt=since, at__lte=now).order_by()
    counted = left.values(all=models.Value(1)).annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


def digests_known(address: str, about: str, window: timedelta, now: datetime) -> tuple[str, str] | None:
    """Of now and of the window's beginning, mostly the same; None where this process does not know the salts. No
    query.
    """
    known: dict[date, Salt] = caches["pages"].get(SALTS, {})
    days = [now.date(), (now - window).date()]
    if not address or days[0] not in known:
        return None
    digests = [known[day].digest(address, about) for day in dict.fromkeys(days) if day in known]
    return digests[0], digests[-1]


def salts_within(window: timedelta, now: datetime) -> list[Salt]:
    """Of the days that the window reaches into, at most a day and the one before, the later first. One query where this
    process knows none of today yet. Those of two days are all that it keeps.
    """
    days = [now.date(), (now - window).date()]
    known: dict[date, Salt] = caches["pages"].get(SALTS, {})
    if days[0] not in known:
        known = {salt.day: salt for salt in Salt.objects.filter(day__in=[days[0], days[0] - A_DAY])}
        # Not before the transaction has ended that may have made one.
        transaction.on_commit(lambda: caches["pages"].set(SALTS, known, timeout=A_DAY.total_seconds() * 2))
    return [known[day] for day in dict.fromkeys(days) if day in known]


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
