"""What editors hold up for others to read."""

from uuid import UUID, uuid4

from django.utils import timezone

from discussion.events import record
from discussion.models import Comment, Event, Reader, Thread, Voice
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import may_pick, may_unpick
from kit.contention import patiently
from people.models import User


@patiently
def pick(*, comment: Comment, by: User, batch: UUID | None = None) -> None:
    """What is picked already stays as it is. Raises NotAllowed."""
    thread, comment = _lock(comment)
    may_pick(Reader(by).picks, comment).or_refuse()
    if comment.picked_at is None:
        now = timezone.now()
        Comment.objects.filter(pk=comment.pk).update(picked_at=now)
        thread.touch()
        kept = {"picked_at": now.isoformat()}
        record(Event.Kind.PICKED, comment=comment, by=Voice.objects.of_user(by), batch=batch or uuid4(), kept=kept)


@patiently
def unpick(*, comment: Comment, by: User, batch: UUID | None = None) -> None:
    """Whatever became of the comment since. Raises NotAllowed."""
    thread, comment = _lock(comment)
    may_unpick(Reader(by).picks).or_refuse()
    if comment.picked_at:
        Comment.objects.filter(pk=comment.pk).update(picked_at=None)
        thread.touch()
        kept = {"picked_at": comment.picked_at.isoformat()}
        record(Event.Kind.UNPICKED, comment=comment, by=Voice.objects.of_user(by), batch=batch or uuid4(), kept=kept)


@undone_by(Event.Kind.PICKED)
def _undo_pick(act: Undoable) -> None:
    """If it is still that pick."""
    picked_at = act.comment.picked_at
    if picked_at is None or picked_at.isoformat() != (act.event.kept or {}).get("picked_at"):
        raise Changed
    _set(act, None)


@undone_by(Event.Kind.UNPICKED)
def _undo_unpick(act: Undoable) -> None:
    if act.comment.picked_at:
        raise Changed
    _set(act, (act.event.kept or {}).get("picked_at"))


def _set(act: Undoable, picked_at: str | None) -> None:
    Comment.objects.filter(pk=act.comment.pk).update(picked_at=picked_at)
    act.thread.touch()


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    thread = Thread.objects.lock(comment.thread_id)
    return thread, Comment.objects.select_related("voice").get(pk=comment.pk)
