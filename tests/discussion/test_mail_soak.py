"""A great many mails: all leave, each once, and a worker needs no more memory for the last than for the first."""

import json
import subprocess

import pytest
from django.utils import timezone

from discussion.models import Mail, Subscription, Voice
from tests.discussion.mailing import Counter, Kind, expand, mail_server
from tests.discussion.test_mail_workers import start
from tests.factories import say, voice

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

READERS, COMMENTS = 1_000, 100
WARM = 0.1  # of the way, after which a process has loaded what it needs
GROWTH = 24 * 2**20  # bytes; kept, the mails alone would be twice as many
WORK = """
import json, os, django
django.setup()
from discussion.notifications.delivery import deliver

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

rounds = [resident()]
while deliver():
    rounds.append(resident())
print(json.dumps(rounds))
"""


@pytest.fixture
def full(under):
    """What a lively day leaves after a night without a mail server."""
    made = [Voice(name="", email=f"reader{n}@example.net", proved_at=timezone.now()) for n in range(READERS)]
    told = [Subscription(voice=one, thread=under, kind=Kind.THREAD) for one in Voice.objects.bulk_create(made)]
    Subscription.objects.bulk_create(told)
    by = voice()
    for _ in range(COMMENTS):
        say(by, "What is said of rivers. " * 10, thread=under)
    expand()
    assert Mail.objects.count() == READERS * COMMENTS


def test_a_great_many_drain_with_flat_memory_and_none_twice(settings, full, monkeypatch):
    monkeypatch.setenv("BROADSHEET_MAILS_AN_HOUR", "0")
    with mail_server(settings, Counter()) as box:
        worker = start(WORK, box, stdout=subprocess.PIPE)
        rounds = json.loads(worker.communicate(timeout=7200)[0])
    assert worker.returncode == 0
    assert box.count == len(box.names) == READERS * COMMENTS
    assert not Mail.objects.open().exists() and not Mail.objects.failed().exists()
    warm = rounds[int(len(rounds) * WARM)]
    assert max(rounds) - warm < GROWTH, [size // 2**20 for size in rounds[:: max(1, len(rounds) // 20)]]
