"""Up to where a signed-in reader has seen a thread: what came later is new to him."""

from django.utils import timezone

from discussion.models import Thread, Visit
from kit.contention import patiently
from people.models import User


@patiently
def mark_seen(*, by: User, thread: Thread, version: int) -> None:
    """Never goes back, and not beyond what there is. The row first, then its number: of two first visits at
    once the later insert waits for the other, and the update finds its row.
    """
    reached = min(version, Thread.objects.values_list("version", flat=True).get(pk=thread.pk))
    now = timezone.now()
    Visit.objects.bulk_create([Visit(user=by, thread=thread, version=reached, at=now)], ignore_conflicts=True)
    Visit.objects.filter(user=by, thread=thread, version__lt=reached).update(version=reached, at=now)
