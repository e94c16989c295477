"""A vote is a row of its own and no Event: it moves its counters and the thread's version, nothing else."""

from django.db.models import F, OuterRef, Subquery

from discussion.models import Comment, Thread, Voice, Vote, VoteChange
from discussion.permissions import may_vote
from discussion.ranking import votes_of
from discussion.restricting import restraints_of
from kit.contention import patiently


@patiently
def cast_vote(*, comment: Comment, by: Voice, value: int, address: str = "") -> Comment:
    """`value` is 1 or -1 and takes the place of an earlier vote; the same again changes nothing. `address`: of the
    network. Raises NotAllowed.
    """
    restraints_of(by, address).refusal.or_refuse()
    thread, comment, earlier = _lock(comment, by)
    may_vote(comment.voice_id == by.pk, comment, thread).or_refuse()
    if earlier == value:
        return comment
    if earlier is None:
        Vote.objects.create(comment=comment, voice=by, value=value)
    else:
        Vote.objects.filter(comment=comment, voice=by).update(value=value)
    return _move(comment, thread, was=earlier or 0, now=value)


@patiently
def retract_vote(*, comment: Comment, by: Voice) -> Comment:
    """Takes the voice's vote back, also of who is banned; without one nothing changes. Raises NotAllowed."""
    thread, comment, earlier = _lock(comment, by)
    may_vote(comment.voice_id == by.pk, comment, thread).or_refuse()
    if earlier is None:
        return comment
    Vote.objects.filter(comment=comment, voice=by).delete()
    return _move(comment, thread, was=earlier, now=0)


def drop_vote(vote: Vote, thread: Thread) -> None:
    """Takes a vote out whatever the state of its thread, which the caller holds: its voice and its comment have come
    to be one person's, or it is that person's second one.
    """
    comment = Comment.objects.get(pk=vote.comment_id)
    vote.delete()
    _move(comment, thread, was=vote.value, now=0)


def _lock(comment: Comment, by: Voice) -> tuple[Thread, Comment, int | None]:
    """And what the voice has voted. Two queries."""
    thread = Thread.objects.lock(comment.thread_id)
    his = Vote.objects.filter(comment=OuterRef("pk"), voice=by).order_by()
    found = Comment.objects.annotate(cast=Subquery(his.values("value")[:1])).get(pk=comment.pk)
    return thread, found, found.cast


def _move(comment: Comment, thread: Thread, *, was: int, now: int) -> Comment:
    up = (now == 1) - (was == 1)
    down = (now == -1) - (was == -1)
    after = votes_of(comment.up + up, comment.down + down)
    Comment.objects.filter(pk=comment.pk).update(
        up=F("up") + up, down=F("down") + down, score=F("score") + up - down, best=after["best"]
    )
    thread.touch()
    VoteChange.objects.create(thread=thread, comment=comment, version=thread.version, up=up, down=down)
    VoteChange.objects.filter(thread=thread, version__lte=thread.version - VoteChange.KEPT).delete()
    comment.up, comment.down, comment.score, comment.best = (after[c] for c in ("up", "down", "score", "best"))
    return comment
