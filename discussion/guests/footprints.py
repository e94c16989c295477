"""How much is done from one neighbourhood of network addresses. A guest can have as many tokens as he likes, but not
as many networks. The address itself is not kept.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil
from secrets import token_hex

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussion.models import Footprint, Salt

Act = Footprint.Act
WINDOW = timedelta(hours=1)


def leave_footprint(act: str, address: str, about: str = "") -> None:
    """`address` as the request came from it; `about` a comment: whether it was done there to that one before."""
    now = timezone.now()
    salt, _made = Salt.objects.get_or_create(day=now.date(), defaults={"value": token_hex(32)})
    Footprint.objects.create(act=act, digest=_digest(salt, address, about), at=now)


def was_done(act: str, address: str, about: str) -> bool:
    """Since that can be told. Two queries."""
    digests = [_digest(salt, address, about) for salt in Salt.objects.all()]
    return Footprint.objects.filter(act=act, digest__in=digests).exists()


def seconds_to_wait(act: str, address: str) -> int:
    """Until that may be done again from there; mostly 0. At most two queries."""
    most = _most(act)
    if not most:
        return 0
    now = timezone.now()
    salts = Salt.objects.filter(day__in={now.date(), (now - WINDOW).date()})  # the window may reach over midnight
    mine = Footprint.objects.filter(act=act, digest__in=[_digest(salt, address) for salt in salts])
    lately = mine.filter(at__gt=now - WINDOW, at__lte=now).order_by("-at")
    nth: datetime | None = lately.values_list("at", flat=True)[most - 1 : most].first()
    return ceil((nth + WINDOW - now).total_seconds()) if nth else 0


def forget_footprints() -> bool:
    """A Round: with the salt of a day goes what its digests could still be compared with."""
    oldest = timezone.now() - timedelta(days=max(settings.ADDRESS_DAYS, 1))
    Footprint.objects.filter(at__lt=oldest).delete()
    Salt.objects.filter(day__lt=oldest.date()).delete()
    return False


def neighbourhood(address: str) -> bytes:
    """The /24 of an IPv4 address, the /64 of another: what one household or one server is given as a whole."""
    try:
        known = ip_address(address)
    except ValueError:
        return address.encode()
    known = getattr(known, "ipv4_mapped", None) or known
    return known.packed[: 3 if known.version == 4 else 8]


def _most(act: str) -> int:
    """Within the window. What mails an address that was typed in is counted as comments are."""
    limits = {Act.VOTE: settings.GUEST_VOTES_AN_HOUR, Act.REPORT: settings.REPORTS_AN_HOUR}
    return limits.get(Act(act), settings.GUEST_POSTS_AN_HOUR)


def _digest(salt: Salt, address: str, about: str = "") -> str:
    what = neighbourhood(address) + (f" {about}".encode() if about else b"")
    return salted_hmac(salt.value, what, algorithm="sha256").hexdigest()
