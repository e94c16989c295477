from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Event, Voice
from discussion.permissions import NotAllowed, may_moderate
from people import suspending
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


def _user(voice: Voice, by: User) -> User:
    if voice.user is None:
        raise NotAllowed(_("Guests have no account that could be suspended."))
    may_moderate(by, voice, ranks([by.pk, voice.user.pk])).or_refuse()
    return voice.user
