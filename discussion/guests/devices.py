"""Which guest a browser speaks as. Its cookie holds a signed secret, and that alone makes a comment a guest's own: no
name, no address. It is set by what he posts, never by a page that he opens.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussion.ground import SAME_FORM
from discussion.models import Device, Voice

SALT = "broadsheet.guests.device"
LONGEST = timedelta(days=366)


def guest_of(cookies: Mapping[str, str]) -> Voice | None:
    """At most one query; none for who brings no cookie of ours."""
    secret = _secret_in(cookies)
    if not secret:
        return None
    known = Device.objects.filter(digest=_digest(secret), made_at__gt=timezone.now() - LONGEST, voice__user=None)
    device = known.select_related("voice").first()
    return device.voice if device else None


def remember(voice: Voice, form: UUID | None = None) -> str:
    """The value of the cookie by which a browser speaks as `voice`. `form`: the id of the form by which he came, so
    that the same form sent twice brings one person.
    """
    secret = _secret_of(form) if form else token_urlsafe(32)
    Device.objects.bulk_create([Device(digest=_digest(secret), voice=voice)], ignore_conflicts=True)
    return signing.dumps(secret, salt=SALT)


def who_came_by(form: UUID) -> Voice | None:
    """Whom this form has brought a moment ago. The caller holds the thread's lock."""
    lately = Device.objects.filter(digest=digest_of(form), made_at__gt=timezone.now() - SAME_FORM)
    device = lately.select_related("voice").first()
    return device.voice if device else None


def digest_of(form: UUID) -> str:
    """Of the device that this form makes."""
    return _digest(_secret_of(form))


def forget(cookies: Mapping[str, str]) -> None:
    """What he said stays, and nobody can change it from this browser any more."""
    Device.objects.filter(digest=_digest(_secret_in(cookies))).delete()


def _secret_in(cookies: Mapping[str, str]) -> str:
    try:
        secret = signing.loads(cookies.get(settings.GUEST_COOKIE_NAME, ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return ""
    return str(secret)


def _secret_of(form: UUID) -> str:
    """Cannot be told from the id of a form without the key of the site."""
    return salted_hmac(SALT, form.hex, algorithm="sha256").hexdigest()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
