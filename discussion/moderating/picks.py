"""What editors hold up for others to read."""

from django.db import transaction
from django.utils import timezone

from discussion.events import record
from discussion.models import Comment, Event, Reader, Thread, Voice
from discussion.permissions import may_pick, may_unpick
from people.models import User


@transaction.atomic
def pick(*, comment: Comment, by: User) -> None:
    """What is picked already stays as it is. Raises NotAllowed."""
    thread, comment = _lock(comment)
    may_pick(Reader(by).picks, comment).or_refuse()
    if comment.picked_at is None:
        Comment.objects.filter(pk=comment.pk).update(picked_at=timezone.now())
        thread.touch()
        record(Event.Kind.PICKED, comment=comment, by=Voice.objects.of_user(by))


@transaction.atomic
def unpick(*, comment: Comment, by: User) -> None:
    """Whatever became of the comment since. Raises NotAllowed."""
    thread, comment = _lock(comment)
    may_unpick(Reader(by).picks).or_refuse()
    if comment.picked_at:
        Comment.objects.filter(pk=comment.pk).update(picked_at=None)
        thread.touch()
        record(Event.Kind.UNPICKED, comment=comment, by=Voice.objects.of_user(by))


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    thread = Thread.objects.lock(comment.thread_id)
    return thread, Comment.objects.select_related("voice").get(pk=comment.pk)
