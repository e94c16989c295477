"""Stand-in until A's is merged."""

from collections.abc import Mapping
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing

from discussion.models import Device, Voice

SALT = "broadsheet.guest"


def guest_of(cookies: Mapping[str, str]) -> Voice | None:
    try:
        secret = signing.loads(cookies.get(settings.GUEST_COOKIE_NAME, ""), salt=SALT)
    except signing.BadSignature:
        return None
    device = Device.objects.filter(digest=sha256(secret.encode()).hexdigest()).select_related("voice").first()
    return device.voice if device else None


def remember(voice: Voice) -> str:
    secret = token_urlsafe()
    Device.objects.create(voice=voice, digest=sha256(secret.encode()).hexdigest())
    return signing.dumps(secret, salt=SALT)
