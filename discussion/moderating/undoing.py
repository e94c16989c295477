"""Undoing what moderators did: a batch as a whole, exactly, for UNDO_DAYS days. How a kind of act is taken back stands
beside the act itself, under `@undone_by(kinds)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Comment, Event, Thread, Voice
from discussion.permissions import NotAllowed
from kit.contention import patiently
from people.models import User
from people.roles import ranks

UNDO_DAYS = 30
# What one gesture does at once comes to less; a shadow ban that Rounds have carried on may come to any number.
MOST_UNDONE_AT_ONCE = 2500


class Changed(Exception):
    """What the act changed has been changed again since: it is left as it is."""


@dataclass
class Undoable:
    """An event, and what it was about as that stands now: comment and thread read under the thread's lock."""

    event: Event
    by: Voice
    _comment: Comment | None = None
    _thread: Thread | None = None

    @property
    def comment(self) -> Comment:
        """Raises Changed when the act was about none."""
        if self._comment is None:
            raise Changed
        return self._comment

    @property
    def thread(self) -> Thread:
        """Raises Changed when the act was about none."""
        if self._thread is None:
            raise Changed
        return self._thread


@dataclass
class Undone:
    batch: UUID
    done: list[int] = field(default_factory=list)  # events
    passed_over: dict[int, str] = field(default_factory=dict)  # why, in words


INVERSES: dict[str, Callable[[Undoable], None]] = {}


def undone_by(*kinds: str) -> Callable[[Callable[[Undoable], None]], Callable[[Undoable], None]]:
    """Registers how events of these kinds are undone. What is called raises Changed where that cannot be."""

    def register(inverse: Callable[[Undoable], None]) -> Callable[[Undoable], None]:
        INVERSES.update(dict.fromkeys(kinds, inverse))
        return inverse

    return register


@patiently
def undo(batch: UUID, *, by: User, reason: str = "") -> Undone:
    """Takes back all that one gesture did, the last step first. What has changed since, or is undone already, is passed
    over and named. Raises NotAllowed for what is too old, of somebody above, or not there. Calling it again does
    nothing more. Some 10 queries an event.
    """
    events = list(Event.objects.filter(batch=batch, kind__in=INVERSES).select_related("by").order_by("-pk"))
    _refuse_what_cannot(events, by)
    threads = {pk: Thread.objects.lock(pk) for pk in sorted({event.thread_id for event in events if event.thread_id})}
    undone = Undone(uuid4())
    voice = Voice.objects.of_user(by)
    before = set(Event.objects.filter(undoes__in=events).values_list("undoes", flat=True))  # under the locks
    for event in events:
        if event.pk in before:
            undone.passed_over[event.pk] = _("It is undone already.")
            continue
        try:
            with transaction.atomic():
                INVERSES[event.kind](_undoable(event, voice, threads))
        except Changed:
            undone.passed_over[event.pk] = _("It was changed again since.")
            continue
        record(
            Event.Kind.UNDONE,
            comment=event.comment if event.comment_id else None,
            thread=event.thread if event.thread_id else None,
            about=event.about if event.about_id else None,
            by=voice,
            reason=reason.strip(),
            batch=undone.batch,
            undoes=event,
        )
        undone.done.append(event.pk)
    return undone


def may_undo(events: Iterable[Event], by: User) -> bool:
    """Whether a page offers it: within the time, not undone yet. `events` come with `undone_by`. No query."""
    since = timezone.now() - timedelta(days=UNDO_DAYS)
    return any(
        event.kind in INVERSES and event.at > since and not hasattr(event, "undone_by") and not _by_the_clock(event)
        for event in events
    )


def _by_the_clock(event: Event) -> bool:
    """That a time is over is nobody's act."""
    return bool((event.kept or {}).get("expired"))


def _refuse_what_cannot(events: list[Event], by: User) -> None:
    if not events or any(_by_the_clock(event) for event in events):
        raise NotAllowed(_("There is nothing to undo."))
    if len(events) > MOST_UNDONE_AT_ONCE:
        raise NotAllowed(_("That is too much to be undone at once. Lift the restriction instead."))
    if min(event.at for event in events) < timezone.now() - timedelta(days=UNDO_DAYS):
        raise NotAllowed(_("That is more than %(days)d days ago and stays.") % {"days": UNDO_DAYS})
    actors = {event.by.user_id for event in events if event.by and event.by.user_id}
    standing = ranks({by.pk, *actors})
    if any(standing.get(actor, 0) > standing.get(by.pk, 0) for actor in actors):
        raise NotAllowed(_("Nobody undoes what someone above him did."))


def _undoable(event: Event, by: Voice, threads: dict[int, Thread]) -> Undoable:
    thread = threads[event.thread_id] if event.thread_id else None
    comment = Comment.objects.select_related("voice").get(pk=event.comment_id) if event.comment_id else None
    if comment and thread:
        comment.thread = thread
    return Undoable(event, by, comment, thread)
