"""Making a reply, with all that hangs below it, a conversation of its own in the same thread."""

from uuid import UUID, uuid4

from django.db.models import F

from discussion.events import record
from discussion.models import Comment, Event, Reader, Thread, Voice
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import may_move
from kit.contention import patiently
from people.models import User


@patiently
def move_branch(*, comment: Comment, by: User, reason: str = "", batch: UUID | None = None) -> Comment:
    """The comment as a root. Nothing is left where it was; its event keeps where that is. Raises NotAllowed. The same
    number of queries whatever its size.
    """
    thread = Thread.objects.lock(comment.thread_id)
    comment = Comment.objects.get(pk=comment.pk)
    may_move(Reader(by).moderates, comment).or_refuse()
    kept = {"parent": comment.parent_id, "tree": comment.tree_id}
    _count(comment, -1)
    Comment.objects.cut_out(comment, Comment.objects.new_tree_ids(1)[0])
    thread.touch()
    comment = Comment.objects.select_related("voice", "thread__article").get(pk=comment.pk)
    batch = batch or uuid4()
    voice = Voice.objects.of_user(by)
    record(Event.Kind.BRANCH_MOVED, comment=comment, by=voice, reason=reason.strip(), batch=batch, kept=kept)
    return comment


@undone_by(Event.Kind.BRANCH_MOVED)
def _undo(act: Undoable) -> None:
    """Back under what it answered, if that is still where it was; with what was said below it since."""
    comment, kept = act.comment, act.event.kept or {}
    parent = Comment.objects.filter(pk=kept.get("parent"), tree_id=kept.get("tree")).first()
    if comment.parent_id or comment.pinned_at or parent is None:
        raise Changed
    Comment.objects.graft(comment, parent)
    _count(Comment.objects.get(pk=comment.pk), +1)
    act.thread.touch()


def _count(comment: Comment, sign: int) -> None:
    """Carries a branch that comes or goes into the counters above it. It must hang there, as the tree says."""
    inside = comment.descendant_count + comment.published
    Comment.objects.ancestors_of(comment).update(descendant_count=F("descendant_count") + sign * inside)
    Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + sign * comment.published)
