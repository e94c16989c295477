"""What moderators set of a discussion as a whole."""

from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Event, Thread, Voice
from discussion.moderating.overruling import refuse_to_overturn, who_did
from discussion.moderating.undoing import Changed, Undoable, undone_by
from kit.contention import patiently
from people.models import User

STATES = {
    Thread.State.OPEN: Event.Kind.THREAD_OPENED,
    Thread.State.REVIEWED: Event.Kind.THREAD_REVIEWED,
    Thread.State.READ_ONLY: Event.Kind.THREAD_READ_ONLY,
    Thread.State.CLOSED: Event.Kind.THREAD_CLOSED,
}
KINDS = {
    "guests": Event.Kind.THREAD_GUESTS,
    "feedback": Event.Kind.THREAD_FEEDBACK,
    "slow_seconds": Event.Kind.THREAD_PACED,
    "hide_scores_hours": Event.Kind.THREAD_PACED,
    "close_after_days": Event.Kind.THREAD_PACED,
}
SET = ("state", *KINDS)  # all that moderators set, in the order of their forms


class ToSet(TypedDict, total=False):
    state: str
    guests: str
    feedback: str
    slow_seconds: int
    hide_scores_hours: int | None
    close_after_days: int | None


@patiently
def set_thread(*, thread: Thread, by: User, reason: str = "", batch: UUID | None = None, **to: Unpack[ToSet]) -> Thread:
    """Gives what moderators set of a discussion these values, each change with its Event; what holds already changes
    nothing. Raises NotAllowed where somebody above has set it last.
    """
    thread, batch = Thread.objects.lock(thread.pk), batch or uuid4()
    values: dict[str, Any] = dict(to)
    for field in SET:
        if field in values and getattr(thread, field) != values[field]:
            refuse_to_overturn(who_did(thread=thread, comment=None, kept__field=field), by)
            kept = {"field": field, "was": getattr(thread, field), "to": values[field]}
            _write(thread, field, values[field])
            kind = STATES[Thread.State(thread.state)] if field == "state" else KINDS[field]
            said = reason.strip() if field == "state" else f"{setting_words(thread, field)} {reason.strip()}".strip()
            record(kind, thread=thread, by=Voice.objects.of_user(by), reason=said, batch=batch, kept=kept)
    return thread


def setting_words(thread: Thread, field: str) -> str:
    """What is set, in a sentence for the log."""
    value = getattr(thread, field)
    if field in ("guests", "feedback"):
        return f"{getattr(thread, f'get_{field}_display')()}."
    if value is None:
        value = _("as everywhere on this site")
    words = {
        "slow_seconds": _("Seconds between two comments of one person: %(value)s."),
        "hide_scores_hours": _("Hours without votes shown: %(value)s."),
        "close_after_days": _("Days until it closes: %(value)s."),
    }
    return words[field] % {"value": value}


@undone_by(*STATES.values(), *KINDS.values())
def _undo(act: Undoable) -> None:
    """If nobody has set the same thing since, be it to the same value."""
    kept, thread = act.event.kept, act.thread
    if not kept or getattr(thread, kept["field"]) != kept["to"]:
        raise Changed
    later = Event.objects.filter(thread=thread, comment=None, pk__gt=act.event.pk, undone_by=None)
    if later.filter(kept__field=kept["field"]).exists():
        raise Changed
    _write(thread, kept["field"], kept["was"])


def _write(thread: Thread, field: str, value: Any) -> None:
    setattr(thread, field, value)
    Thread.objects.filter(pk=thread.pk).update(**{field: value})
    thread.touch()
