"""People without an account, who are told of comments or asked whether they want to be."""

from django.utils import timezone

from discussion.guests.listening import follow
from discussion.models import Mail, State, Subscription, Voice
from discussion.subscribing import subscribe
from tests.factories import say

Kind, Pace = Subscription.Kind, Subscription.Pace
ANN = "ann@example.net"


def guest(name="Ann", email=ANN, proved=True):
    return Voice.objects.create(name=name, email=email, proved_at=timezone.now() if proved else None)


def listener(under, email=ANN, kind=Kind.THREAD, **more):
    """A guest who is told."""
    made = guest("", email)
    subscribe(by=made, thread=under, kind=kind, **more)
    return made


def ask(under, email=ANN, kind=Kind.THREAD, pace=Pace.AT_ONCE, **more):
    follow(email=email, thread=under, kind=kind, pace=pace, **more)


def letter(kind, to, **fields):
    return Mail.objects.create(voice=to, kind=kind, pace=Pace.AT_ONCE, address=to.email, **fields)


def waiting(under, text="Mine.", name="Ann", email=ANN):
    """A comment that its guest has yet to confirm, and the mail that asks him to."""
    said = say(guest(name, email, proved=False), text, thread=under)
    assert said.state == State.UNPROVED
    return said, letter(Mail.Kind.CONFIRM, said.voice)
