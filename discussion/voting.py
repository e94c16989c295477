"""A vote is a row of its own and no Event: it moves its counters and the thread's version, nothing else."""

from typing import Any

from django.db.models import F, QuerySet

from discussion.ground import NO_TERMS, Terms, voting
from discussion.models import Comment, Thread, Voice, Vote, VoteChange
from discussion.permissions import may_vote
from discussion.ranking import votes_of
from kit.contention import patiently
from kit.prepared_writes import PreparedUpdate, insert


@patiently
def cast_vote(
    *,
    comment: Comment,
    by: Voice,
    value: int,
    address: str = "",
    terms: Terms = NO_TERMS,
) -> Comment:
    """`value` is 1 or -1 and takes the place of an earlier vote; the same again changes nothing. `address`: of the
    network; `by` is saved with it where it is new. Raises NotAllowed.
    """
    thread = comment.thread.locked(versions=1)
    by = Voice.objects.saved(by)
    restraints, acts, comment, earlier = voting(thread, by, comment, address, terms)
    terms.slow_down(acts)
    restraints.refusal.or_refuse()
    may_vote(comment.voice_id == by.pk, comment, thread).or_refuse()
    if earlier == value:
        thread.move(versions=-1)
        return comment
    if earlier is None:
        insert(Vote(comment=comment, thread=thread, voice=by, value=value))
    else:
        Vote.objects.filter(comment=comment, voice=by).update(value=value)
    return _move(comment, thread, was=earlier or 0, now=value)


@patiently
def retract_vote(*, comment: Comment, by: Voice) -> Comment:
    """Takes the voice's vote back, also of who is banned; without one nothing changes. Raises NotAllowed."""
    thread = comment.thread.locked(versions=1)
    _restraints, _acts, comment, earlier = voting(thread, by, comment, "")
    may_vote(comment.voice_id == by.pk, comment, thread).or_refuse()
    if earlier is None:
        thread.move(versions=-1)
        return comment
    Vote.objects.filter(comment=comment, voice=by).delete()
    return _move(comment, thread, was=earlier, now=0)


def drop_vote(vote: Vote, thread: Thread) -> None:
    """Takes a vote out whatever the state of its thread, which the caller holds: its voice and its comment have come
    to be one person's, or it is that person's second one.
    """
    comment = Comment.objects.get(pk=vote.comment_id)
    vote.delete()
    thread.touch()
    _move(comment, thread, was=vote.value, now=0)


def _move(comment: Comment, thread: Thread, *, was: int, now: int) -> Comment:
    """In the version that the thread has come to by it."""
    up = (now == 1) - (was == 1)
    down = (now == -1) - (was == -1)
    after = votes_of(comment.up + up, comment.down + down)
    _count(comment=comment.pk, up=up, down=down, score=up - down, best=after["best"])
    insert(VoteChange(thread=thread, comment=comment, version=thread.version, up=up, down=down))
    VoteChange.objects.filter(thread=thread, version__lte=thread.version - VoteChange.KEPT).delete()
    comment.up, comment.down, comment.score, comment.best = (after[c] for c in ("up", "down", "score", "best"))
    return comment


def _counted(*, comment: int, up: int, down: int, score: int, best: int) -> tuple[QuerySet[Comment], dict[str, Any]]:
    changes = {"up": F("up") + up, "down": F("down") + down, "score": F("score") + score, "best": best}
    return Comment.objects.filter(pk=comment).order_by(), changes


_count = PreparedUpdate(_counted)
