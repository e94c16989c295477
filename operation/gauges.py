"""What waits, in numbers that a pager can be set on."""

from collections.abc import Iterator
from datetime import datetime

from django.core.cache import caches
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from discussion.models import Comment, Mail, Report, State

SECONDS_KNOWN = 15


class Gauges(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        # In the memory of this process: however often somebody asks, the database is asked this often.
        values = caches["pages"].get_or_set("operation.gauges", read, SECONDS_KNOWN) or {}
        for name, value in values.items():
            yield GaugeMetricFamily(f"broadsheet_{name}", WORDS[name], value=value)


WORDS = {
    "comments_held": "Comments that wait for review.",
    "comments_held_oldest_seconds": "How long ago the oldest of them was posted.",
    "reports_open": "Reports of readers that nobody has decided.",
    "mails_open": "Mails of the outbox that have not left, due or not.",
    "mails_due_oldest_seconds": "For how long the oldest mail has been due.",
    "mails_failed": "Mails that were given up.",
    "tasks_ready": "Tasks that wait for a worker.",
    "tasks_ready_oldest_seconds": "How long the oldest of them has waited.",
}


def read() -> dict[str, float]:
    now = timezone.now()
    held = Comment.objects.filter(state=State.HELD).order_by("posted_at", "id")
    due = Mail.objects.due(now).order_by("due_at", "pk")
    tasks = DBTaskResult.objects.ready().order_by("enqueued_at")
    return {
        "comments_held": held.count(),
        "comments_held_oldest_seconds": _since(held.values_list("posted_at", flat=True).first(), now),
        "reports_open": Report.objects.filter(outcome=Report.Outcome.OPEN).count(),
        "mails_open": Mail.objects.open().count(),
        "mails_due_oldest_seconds": _since(due.values_list("due_at", flat=True).first(), now),
        "mails_failed": Mail.objects.failed().count(),
        "tasks_ready": tasks.count(),
        "tasks_ready_oldest_seconds": _since(tasks.values_list("enqueued_at", flat=True).first(), now),
    }


def _since(moment: datetime | None, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0) if moment else 0
