"""Tasks that ended leave rows, and these do not stay for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.rounds import ROUNDS
from operation import pruning

pytestmark = pytest.mark.django_db


@task()
def nothing():
    pass


def enqueued(status, days):
    result = DBTaskResult.objects.get(pk=nothing.enqueue().id)
    then = timezone.now() - timedelta(days=days)
    result.enqueued_at, result.status = then, status
    if status in ("SUCCESSFUL", "FAILED"):
        result.finished_at = then
    result.save()
    return result.pk


def test_what_ended_two_weeks_ago_goes(monkeypatch):
    monkeypatch.setattr(pruning, "AT_A_TIME", 2)
    for status in ("SUCCESSFUL", "FAILED", "SUCCESSFUL"):
        enqueued(status, days=15)
    kept = {enqueued(status, days=13) for status in ("SUCCESSFUL", "FAILED")}
    kept |= {enqueued(status, days=100) for status in ("READY", "RUNNING")}
    pruning.prune()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


def test_a_worker_does_it_between_two_tasks():
    assert [round_.every for round_ in ROUNDS if round_.work is pruning.prune] == [3600]
