"""Rows of tasks that have ended: somebody may look for one that failed, and after a while nobody does."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=14)
AT_A_TIME = 1000  # so that no writer waits for long


def prune() -> bool:
    """A Round: until none is left that is to go."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    while some := list(old.order_by().values_list("pk", flat=True)[:AT_A_TIME]):
        DBTaskResult.objects.filter(pk__in=some).delete()
    return False
