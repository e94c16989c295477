from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.leaving import erase_guest, erase_voice
from discussion.models import Event, Voice
from discussion.permissions import NotAllowed, may_moderate
from people import suspending
from people.closing import CannotClose, close_account
from people.models import User
from people.roles import ranks


@transaction.atomic
def suspend_person(*, voice: Voice, until: datetime, reason: str, by: User) -> None:
    """Keeps a user out until then, and ends his sessions; he is told the reason. Raises NotAllowed."""
    user = _user(voice, by)
    if until <= timezone.now():
        raise NotAllowed(_("Choose a time that is still to come."))
    if not reason.strip():
        raise NotAllowed(_("Say why: the person is told."))
    suspending.suspend(user, until=until, reason=reason.strip())
    record(Event.Kind.SUSPENDED, about=voice, by=Voice.objects.of_user(by), reason=reason.strip())


@transaction.atomic
def lift_suspension(*, voice: Voice, by: User, reason: str = "") -> None:
    """Lets a suspended user in again. Raises NotAllowed."""
    user = _user(voice, by)
    suspending.lift_suspension(user)
    record(Event.Kind.LET_IN, about=voice, by=Voice.objects.of_user(by), reason=reason.strip())


@transaction.atomic
def erase_person(*, voice: Voice, by: User, comments_go: bool) -> None:
    """Because he asks for it who cannot do it himself, or somebody must: an account is closed, of a guest goes all
    that is under his address. Raises NotAllowed.
    """
    may_moderate(by, voice, ranks([by.pk, *([voice.user_id] if voice.user_id else [])])).or_refuse()
    if voice.user:
        _close(voice.user, comments_go)
    elif voice.email and voice.proved:
        erase_guest(voice.email, comments_go=comments_go)
    else:
        erase_voice(voice, comments_go=comments_go)
    record(Event.Kind.ERASED, about=voice, by=Voice.objects.of_user(by))


def _close(user: User, comments_go: bool) -> None:
    try:
        close_account(user, comments_go=comments_go)
    except CannotClose:
        raise NotAllowed(_("Somebody who works here is erased after an administrator has taken his rights.")) from None


def _user(voice: Voice, by: User) -> User:
    if voice.user is None:
        raise NotAllowed(_("Guests have no account that could be suspended."))
    may_moderate(by, voice, ranks([by.pk, voice.user.pk])).or_refuse()
    return voice.user
