"""How much guests do from one neighbourhood of network addresses. A guest can have as many tokens as he likes, but not
as many networks.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from discussion.models import Footprint, Salt
from discussion.models.footprint import salts_within, seconds_until_free

Act = Footprint.Act
WINDOW = timedelta(hours=1)


def leave_footprint(act: str, address: str, about: str = "") -> None:
    """`address` as the request came from it; `about` a comment: whether it was done there to that one before."""
    Footprint.objects.leave(address, (act, about))


def was_done(act: str, address: str, about: str) -> bool:
    """Since that can be told. Two queries."""
    digests = [salt.digest(address, about) for salt in Salt.objects.all()]
    return Footprint.objects.filter(act=act, digest__in=digests).exists()


def seconds_to_wait(act: str, address: str, counted: int | None = None) -> int:
    """Until that may be done again from there; mostly 0. At most two queries, none where it is known already that so
    many were `counted` and that may be.
    """
    most = _most(act)
    if not most or (counted is not None and counted < most):
        return 0
    now = timezone.now()
    digests = [salt.digest(address) for salt in salts_within(WINDOW, now)]
    return seconds_until_free(act, digests, most, WINDOW, now)


def forget_footprints() -> bool:
    """A Round: with the salt of a day goes what its digests could still be compared with."""
    oldest = timezone.now() - timedelta(days=max(settings.ADDRESS_DAYS, 1))
    Footprint.objects.filter(at__lt=oldest).delete()
    Salt.objects.filter(day__lt=oldest.date()).delete()
    return False


def _most(act: str) -> int:
    """Within the window. What mails an address that was typed in is counted as comments are."""
    limits = {Act.VOTE: settings.GUEST_VOTES_AN_HOUR, Act.REPORT: settings.REPORTS_AN_HOUR}
    return limits.get(Act(act), settings.GUEST_POSTS_AN_HOUR)
