"""The link to all that somebody said and asked for as a guest. It names a voice, so that whoever reads it learns no
address; it logs nobody in, and is dead once that voice is emptied.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from discussion.models import Mail, Subscription, Voice
from discussion.models.mail import OPEN
from kit.contention import patiently

SALT = "broadsheet.guests.mine"
GOOD_FOR = timedelta(days=7)
A_DAY = timedelta(days=1)


def link_token(email: str) -> str:
    newest = voices_of(email).last()
    return signing.dumps(newest.pk if newest else 0, salt=SALT)


def address_of(token: str, *, expired_too: bool = False) -> str | None:
    """None: all of it has been erased, or is an account's now. Raises signing.SignatureExpired, or
    signing.BadSignature for what is none of ours.
    """
    pk = signing.loads(token, salt=SALT, max_age=None if expired_too else GOOD_FOR)
    proved = Voice.objects.filter(pk=pk, user=None, proved_at__isnull=False).exclude(email="")
    return proved.values_list("email", flat=True).first()


def voices_of(email: str) -> QuerySet[Voice]:
    """All that its holder confirmed under this address, from whatever browsers."""
    address = email.strip().lower()
    if not address:
        return Voice.objects.none()
    return Voice.objects.filter(email=address, proved_at__isnull=False).order_by("pk")  # no user has one


@patiently
def ask_for_link(email: str) -> None:
    """A mail, if somebody has spoken under that address; unless one is about to leave, or the address has had as many
    as it may get in a day.
    """
    newest = voices_of(email).select_for_update(no_key=True).last()  # one after the other
    if newest is None or _has_one(newest.email) or _has_had_enough(newest.email):
        return
    Mail.objects.create(voice=newest, kind=Mail.Kind.LINK, pace=Subscription.Pace.AT_ONCE, address=newest.email)


def _has_one(address: str) -> bool:
    return Mail.objects.open().filter(address=address, kind=Mail.Kind.LINK).exists()


def _has_had_enough(address: str) -> bool:
    since = timezone.now() - A_DAY
    lately = OPEN | Q(sent_at__gt=since) | Q(failed_at__gt=since)
    mails = Mail.objects.filter(lately, address=address, kind__in=Mail.ABOUT_NO_COMMENT)
    return mails.count() >= settings.GUEST_MAILS_A_DAY
