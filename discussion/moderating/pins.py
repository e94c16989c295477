"""What moderators put above all else in a discussion."""

from uuid import UUID, uuid4

from django.utils import timezone

from discussion.events import record
from discussion.models import Comment, Event, Reader, Thread, Voice
from discussion.moderating.overruling import refuse_to_overturn, who_did
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import MOST_PINNED, may_pin, may_unpin
from kit.contention import patiently
from people.models import User


@patiently
def pin(*, comment: Comment, by: User, reason: str = "", batch: UUID | None = None) -> None:
    """What is pinned already stays as it is. Raises NotAllowed."""
    thread, comment = _lock(comment)
    may_pin(Reader(by).moderates, comment).or_refuse()
    if comment.pinned_at is None:
        now = timezone.now()
        Comment.objects.filter(pk=comment.pk).update(pinned_at=now)
        thread.touch()
        kept, voice = {"pinned_at": now.isoformat()}, Voice.objects.of_user(by)
        record(Event.Kind.PINNED, comment=comment, by=voice, reason=reason.strip(), batch=batch or uuid4(), kept=kept)


@patiently
def unpin(*, comment: Comment, by: User, reason: str = "", batch: UUID | None = None) -> None:
    """Whatever became of the comment since. Raises NotAllowed, also where somebody above has pinned it."""
    thread, comment = _lock(comment)
    may_unpin(Reader(by).moderates).or_refuse()
    if comment.pinned_at:
        refuse_to_overturn(who_did(kind=Event.Kind.PINNED, comment=comment), by)
        Comment.objects.filter(pk=comment.pk).update(pinned_at=None)
        thread.touch()
        kept, voice = {"pinned_at": comment.pinned_at.isoformat()}, Voice.objects.of_user(by)
        record(Event.Kind.UNPINNED, comment=comment, by=voice, reason=reason.strip(), batch=batch or uuid4(), kept=kept)


@undone_by(Event.Kind.PINNED)
def _undo_pin(act: Undoable) -> None:
    """If it is still that pin."""
    pinned_at = act.comment.pinned_at
    if pinned_at is None or pinned_at.isoformat() != (act.event.kept or {}).get("pinned_at"):
        raise Changed
    _set(act, None)


@undone_by(Event.Kind.UNPINNED)
def _undo_unpin(act: Undoable) -> None:
    """If it is still a root, and others have not taken all the places."""
    pinned = Comment.objects.filter(thread=act.thread, pinned_at__isnull=False)
    if act.comment.pinned_at or act.comment.parent_id or pinned.count() >= MOST_PINNED:
        raise Changed
    _set(act, (act.event.kept or {}).get("pinned_at"))


def _set(act: Undoable, pinned_at: str | None) -> None:
    Comment.objects.filter(pk=act.comment.pk).update(pinned_at=pinned_at)
    act.thread.touch()


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    return Thread.objects.lock(comment.thread_id), Comment.objects.select_related("voice").get(pk=comment.pk)
