from django.db import transaction

from discussion.events import record
from discussion.models import Event, Thread, Voice
from people.models import User

KINDS = {
    Thread.State.OPEN: Event.Kind.THREAD_OPENED,
    Thread.State.REVIEWED: Event.Kind.THREAD_REVIEWED,
    Thread.State.READ_ONLY: Event.Kind.THREAD_READ_ONLY,
    Thread.State.CLOSED: Event.Kind.THREAD_CLOSED,
}


@transaction.atomic
def set_state(*, thread: Thread, state: Thread.State, by: User, reason: str = "") -> Thread:
    """Opens, closes or slows a discussion; the state that it has already changes nothing."""
    thread = Thread.objects.lock(thread.pk)
    if thread.state != state:
        thread.state = state
        Thread.objects.filter(pk=thread.pk).update(state=state)
        thread.touch()
        record(KINDS[state], thread=thread, by=Voice.objects.of_user(by), reason=reason.strip())
    return thread


@transaction.atomic
def set_feedback(*, thread: Thread, feedback: Thread.Feedback, by: User, reason: str = "") -> Thread:
    """Who may hang comments on passages here; what holds already changes nothing."""
    thread = Thread.objects.lock(thread.pk)
    if thread.feedback != feedback:
        thread.feedback = feedback
        Thread.objects.filter(pk=thread.pk).update(feedback=feedback)
        thread.touch()
        said = f"{feedback.label}. {reason.strip()}".strip()
        record(Event.Kind.THREAD_FEEDBACK, thread=thread, by=Voice.objects.of_user(by), reason=said)
    return thread


@transaction.atomic
def set_guests(*, thread: Thread, guests: Thread.Guests, by: User, reason: str = "") -> Thread:
    """Whether people without an account may take part here; what holds already changes nothing."""
    thread = Thread.objects.lock(thread.pk)
    if thread.guests != guests:
        thread.guests = guests
        Thread.objects.filter(pk=thread.pk).update(guests=guests)
        said = f"{guests.label}. {reason.strip()}".strip()
        record(Event.Kind.THREAD_GUESTS, thread=thread, by=Voice.objects.of_user(by), reason=said)
    return thread
