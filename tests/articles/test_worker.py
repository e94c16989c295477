"""`manage.py worker` as a process, and that it outlives its database's bad moments."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker

from articles.models import Photo
from tests.articles.images import photo
from tests.guards.checkout import ROOT


@pytest.mark.django_db(transaction=True)
def test_it_outlives_a_database_that_does_not_answer(monkeypatch):
    moments = [OperationalError("database is locked"), OperationalError("server closed the connection"), None]
    run = Worker.run

    def sometimes(worker):
        if error := moments.pop(0):
            raise error
        run(worker)

    monkeypatch.setattr(Worker, "run", sometimes)
    taken = photo()
    call_command("worker", batch=True, interval=0)
    assert moments == []
    assert Photo.objects.get(pk=taken.pk).ready


def start(media):
    """On the database of the tests, which is under another name than the site's."""
    code = (
        "import sys, django; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}; "
        f"settings.MEDIA_ROOT = {str(media)!r}; "
        "from django.core.management import execute_from_command_line as run; "
        "run(['manage.py', 'worker', '--interval', '0.1'])"
    )
    inherited = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=inherited)


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_takes_up_what_comes_and_ends_when_it_is_told(settings):
    worker = start(settings.MEDIA_ROOT)
    try:
        taken = photo((700, 350))
        wait_for(lambda: Photo.objects.filter(pk=taken.pk, ready=True).exists())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_told_to_end_it_ends_the_task_in_hand_first(settings):
    taken = photo((2400, 1600))
    worker = start(settings.MEDIA_ROOT)
    try:
        from django_tasks_db.models import DBTaskResult

        wait_for(lambda: DBTaskResult.objects.filter(status="RUNNING").exists())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
        assert Photo.objects.get(pk=taken.pk).ready
        assert not DBTaskResult.objects.filter(status="RUNNING").exists()
    finally:
        worker.kill()
        worker.wait()
