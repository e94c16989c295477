"""What follows from which fact. record() enqueues `consequences` in the fact's transaction, for these kinds only."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from discussion.appealing import settle_appeals
from discussion.events import FOLLOWED
from discussion.models import Event
from discussion.notifications.decided import tell_decision
from discussion.notifications.review import tell_moderators
from discussion.notifications.telling import tell, tell_called

Kind = Event.Kind

# Each may be called again with the same event, and then changes nothing.
REACTIONS: dict[str, tuple[Callable[[Event], object], ...]] = {
    Kind.POSTED: (tell, tell_moderators),
    Kind.EDITED: (tell_called,),
    Kind.CONFIRMED: (tell, tell_moderators),
    Kind.APPROVED: (tell, tell_decision),
    Kind.RESTORED: (tell, tell_decision, settle_appeals),
    Kind.RETURNED: (tell,),
    Kind.REPORT_HELD: (tell_moderators,),
    Kind.REFUSED: (tell_decision, settle_appeals),
    Kind.HIDDEN: (tell_decision, settle_appeals),
    Kind.MARKED_SPAM: (tell_decision, settle_appeals),
    Kind.KEPT: (tell_decision,),
    Kind.WARNED: (tell_decision,),
    Kind.RESTRICTED: (tell_decision,),
    Kind.SUSPENDED: (tell_decision,),
    Kind.APPEAL_GRANTED: (tell_decision,),
    Kind.APPEAL_DENIED: (tell_decision,),
    Kind.UNDONE: (settle_appeals, tell_decision),
}

LONGEST = timedelta(minutes=10)  # that the task may take
TRIES = 5


@task
def consequences(event_id: int) -> None:
    event = Event.objects.get(pk=event_id)
    for react in REACTIONS[event.kind]:
        react(event)


def follow() -> None:
    """Called when the app starts."""
    FOLLOWED.update(dict.fromkeys(REACTIONS, consequences.enqueue))


def take_up_what_was_lost() -> bool:
    """Tasks whose worker was killed say "running" for ever, and the queue tries none again that failed."""
    now = timezone.now()
    lost = Q(status="RUNNING", started_at__lt=now - LONGEST)
    failed = Q(status="FAILED", finished_at__lt=now - timedelta(minutes=1))
    for result in DBTaskResult.objects.filter(lost | failed, task_path=consequences.module_path):
        if len(result.worker_ids) < TRIES:
            same = DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at)
            same.update(status="READY")
    return False
