from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from discussion.models import Comment, Event, State, Thread, Voice
from kit.prepared_writes import insert

# What is called with the id of an Event, by its kind; reactions.py, above this, has the table. Kinds that are not
# in it cost nothing.
FOLLOWED: dict[str, Callable[[int], object]] = {}


def record(
    kind: Event.Kind,
    *,
    by: Voice | None,
    comment: Comment | None = None,
    thread: Thread | None = None,
    about: Voice | None = None,
    reason: str = "",
    rule: str = "",
    was: State | None = None,
    batch: UUID | None = None,
    kept: dict[str, Any] | None = None,
    undoes: Event | None = None,
    followed: bool = True,
) -> Event:
    """Writes down a fact, in the transaction of the verb that made it true, and with it the task that carries out
    what follows. `was`: the state that a step left; `batch`: what one gesture did has one, and is undone together;
    `kept`: what undoing must know beside; `by` is None for what the site does by itself; `followed`:
    whether what follows from it is carried out.
    """
    event = Event(
        kind=kind,
        by=by,
        comment=comment,
        thread_id=comment.thread_id if comment else (thread.pk if thread else None),
        about=about or (comment.voice if comment else None),
        reason=reason,
        rule=rule,
        was=was or "",
        batch=batch,
        kept=kept,
        undoes=undoes,
    )
    insert(event)
    if followed and kind in FOLLOWED:
        FOLLOWED[kind](event.pk)
    return event


def last_withdrawal(comment: Comment) -> tuple[datetime | None, str]:
    """When its author took it back, and how it stood before. One query."""
    withdrawals = Event.objects.filter(comment=comment, kind=Event.Kind.WITHDRAWN).exclude(was="")
    return withdrawals.values_list("at", "was").last() or (None, "")
