"""A mail server of the tests' own, and what they do with it."""

import email
import email.policy
import re
import socket
from collections import deque
from contextlib import contextmanager
from datetime import timedelta

from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone

from discussion.models import Event, Mail, Subscription
from discussion.notifications.delivery import deliver
from discussion.reactions import consequences
from discussion.subscribing import subscribe
from tests.factories import person, voice

Kind, Pace = Subscription.Kind, Subscription.Pace


class Box:
    """Keeps what arrives. `at_rcpt` and `at_data` hold answers to give instead, one for each."""

    def __init__(self):
        self.arrived = []
        self.at_rcpt, self.at_data = deque(), deque()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt and (answer := self.at_rcpt.popleft()):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.at_data and (answer := self.at_data.popleft()):
            return answer
        self.arrived.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    @property
    def recipients(self):
        return sorted(message["To"] for message in self.arrived)

    def to(self, address):
        return [message for message in self.arrived if message["To"] == address]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Counter(Box):
    """Keeps no more of what arrives than how each is called."""

    def __init__(self):
        super().__init__()
        self.count, self.names = 0, set()

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        self.names.add(re.search(rb"^Message-ID: (\S+)", envelope.content, re.MULTILINE)[1])
        return "250 OK"


@contextmanager
def mail_server(settings, box=None):
    box = box or Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    box.port = settings.EMAIL_PORT
    try:
        yield box
    finally:
        controller.stop()


def follower(thread, kind=Kind.THREAD, handle=None, **more):
    follower = voice(person(handle))
    subscribe(by=follower, thread=thread, kind=kind, **more)
    return follower


def work():
    """Tasks and mails, until nothing is due."""
    call_command("worker", batch=True, interval=0)


def deliver_all():
    while deliver():
        pass


def replay(event):
    consequences.call(event.pk)


def later(**by):
    """The clock goes on for the outbox: what is not due is due so much earlier."""
    for mail in Mail.objects.open():
        lease = mail.lease_until and mail.lease_until - timedelta(**by)
        Mail.objects.filter(pk=mail.pk).update(due_at=mail.due_at - timedelta(**by), lease_until=lease)


def is_waiting(mail):
    return mail.due_at > timezone.now() and mail.sent_at is None


def expand():
    for event in Event.objects.filter(kind=Event.Kind.POSTED):
        replay(event)
