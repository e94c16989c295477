"""Who has a mail in hand, what becomes of it when he dies, and that several workers do not meet."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Mail, Subscription
from discussion.notifications import delivery
from discussion.notifications.delivery import LEASE, claim
from tests.discussion.mailing import deliver_all, expand, follower, later
from tests.discussion.processes import url_of_database
from tests.factories import say, voice
from tests.guards.checkout import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Kind, Pace = Subscription.Kind, Subscription.Pace


def test_what_somebody_holds_nobody_else_gets_until_the_lease_runs_out(box, outbox):
    held = claim(10, timezone.now() + LEASE)
    assert len(held) == 1
    deliver_all()
    assert box.arrived == []
    later(seconds=LEASE.total_seconds())
    deliver_all()
    assert len(box.arrived) == 1


def test_who_lost_his_lease_sends_nothing(box, outbox):
    lease = timezone.now() + LEASE
    held = claim(10, lease)
    Mail.objects.update(lease_until=lease + timedelta(seconds=1))  # another worker has it
    delivery.Round(lease).send_all(held)
    assert box.arrived == []


def test_what_is_slow_keeps_its_lease(box, outbox):
    lease = timezone.now() + LEASE / 3
    held = claim(10, lease)
    delivery.Round(lease).send_all(held)
    assert len(box.arrived) == 1 and Mail.objects.get().sent_at


DIE_AFTER_250 = """
import os, signal, django
django.setup()
from discussion.notifications import delivery
hand_over = delivery.Round._hand_over
def and_die(self, mails):
    hand_over(self, mails)
    os.kill(os.getpid(), signal.SIGKILL)
delivery.Round._hand_over = and_die
delivery.deliver()
"""
WORK = "import django; django.setup(); from discussion.notifications.delivery import deliver\nwhile deliver(5): pass"


def start(code, box, **more):
    told = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url_of_database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{box.port}",
    }
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **told}, **more)


def test_a_worker_killed_between_the_server_s_word_and_ours_repeats_at_most_one(box, under):
    for _ in range(3):
        follower(under)
    say(voice(), thread=under)
    expand()
    assert start(DIE_AFTER_250, box).wait(60) == -signal.SIGKILL
    assert len(box.arrived) == 1 and Mail.objects.filter(sent_at=None, lease_until__isnull=False).count() == 3
    deliver_all()
    assert len(box.arrived) == 1  # in a dead man's hands
    later(seconds=LEASE.total_seconds())
    deliver_all()
    assert len(box.arrived) == 4
    assert len({message["Message-ID"] for message in box.arrived}) == 3
    assert box.arrived[0]["Message-ID"] in [message["Message-ID"] for message in box.arrived[1:]]


def test_several_workers_send_each_mail_once(box, under):
    for _ in range(60):
        follower(under)
    say(voice(), thread=under)
    expand()
    workers = [start(WORK, box) for _ in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    assert len(box.arrived) == 60 == len(set(box.recipients))
    assert not Mail.objects.open().exists()
