"""What follows from which fact. record() enqueues `consequences` in the fact's transaction, for these kinds only."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult, get_date_max

from discussion.appealing import settle_appeals
from discussion.events import FOLLOWED
from discussion.models import Event, Notice
from discussion.notifications.decided import tell_decision
from discussion.notifications.readily import concerned
from discussion.notifications.review import tell_moderators
from discussion.notifications.telling import tell, tell_called
from kit.prepared_writes import insert

Kind = Event.Kind
logger = logging.getLogger(__name__)

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

QUEUE = "facts"  # which the worker does not take one by one
AT_A_TIME = 50
WORKER = get_random_string(32)
LONGEST = timedelta(minutes=10)  # that the task may take
TRIES = 5


@task(queue_name=QUEUE)
def consequences(event_id: int) -> None:
    event = Event.objects.get(pk=event_id)
    for react in REACTIONS[event.kind]:
        react(event)


def carry_out() -> bool:
    """A Round: many of these tasks at once, so that of a comment in a crowd follows little work. One that is not to be
    done with others, or fails with them, is done by itself.
    """
    tasks = _claimed()
    if not tasks:
        return False
    now = timezone.now()
    try:
        told = {pk: concerned(event, now) for pk, event in tasks.items()}
        notices = [notice for found in told.values() if found for notice in found]
        _finish([pk for pk, found in told.items() if found is not None], notices)
    except DatabaseError:
        logger.warning("What follows from %d facts could not be done at once", len(tasks), exc_info=True)
        told = {}
    for result in DBTaskResult.objects.filter(pk__in=[pk for pk in tasks if told.get(pk) is None]):
        _carry_out_alone(result)
    return True


def follow() -> None:
    """Called when the app starts."""
    FOLLOWED.update(dict.fromkeys(REACTIONS, _enqueue))


def _enqueue(event_id: int) -> None:
    """As consequences.enqueue() at a fifth of the price, which each comment pays under its thread's lock."""
    row: Any = DBTaskResult(
        args_kwargs={"args": [event_id], "kwargs": {}},
        priority=consequences.priority,
        task_path=consequences.module_path,
        queue_name=consequences.queue_name,
        run_after=get_date_max(),
        backend_name=consequences.backend,
    )
    insert(row, returning=False)


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


def _claimed() -> dict[UUID, int]:
    """Of each task the event; none that another worker has."""
    with transaction.atomic():
        ready = DBTaskResult.objects.ready().filter(task_path=consequences.module_path, queue_name=QUEUE)
        found = list(ready.select_for_update(skip_locked=True)[:AT_A_TIME])
        first = [result.pk for result in found if not result.worker_ids]
        running = {"status": "RUNNING", "started_at": timezone.now(), "worker_ids": [WORKER]}
        DBTaskResult.objects.filter(pk__in=first).update(**running)
        for again in (result for result in found if result.worker_ids):
            again.claim(WORKER)
    return {result.pk: result.args_kwargs["args"][0] for result in found}


def _finish(tasks: Iterable[UUID], notices: Iterable[Notice]) -> None:
    """Their rows go: there is one for each comment, and nothing more to know of it."""
    with transaction.atomic():
        if rows := list(notices):
            insert(*rows, new=True)
        DBTaskResult.objects.filter(pk__in=list(tasks)).delete()


def _carry_out_alone(result: Any) -> None:
    backend = type(result.task.get_backend())
    task_started.send(sender=backend, task_result=result.task_result)
    try:
        consequences.call(*result.args_kwargs["args"])
        result.set_successful(None)
    except Exception as failure:
        logger.exception("What follows from a fact was not carried out")
        result.set_failed(failure)
    finally:
        task_finished.send(sender=backend, task_result=result.task_result)
