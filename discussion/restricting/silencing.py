"""What the site does by itself about somebody: his comments wait for review, until a moderator ends that."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Event, Restriction, Voice
from kit.contention import patiently


@patiently
def silence(voice: Voice) -> Restriction | None:
    """None where they wait already, or he works here. His threads are locked before, as everywhere."""
    voice = Voice.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=voice.pk)
    if voice.user and voice.user.is_staff:
        return None
    same = list(Restriction.objects.filter(voice=voice, kind=Restriction.Kind.REVIEW, lifted_at=None))
    if any(one.stands for one in same):
        return None
    over = [one.pk for one in same]
    Restriction.objects.filter(pk__in=over).update(lifted_at=timezone.now())
    reason = _("Screening found something in a comment that moderators want to read first.")
    made = Restriction.objects.create(kind=Restriction.Kind.REVIEW, voice=voice, reason=reason, by=None)
    kept = {"restriction": made.pk, "kind": made.kind, "until": None, "before": over}
    record(Event.Kind.RESTRICTED, about=voice, by=None, reason=reason, batch=uuid4(), kept=kept)
    return made
