"""Counters from the rows that they count: carried votes and votes, published replies, open reports, threads' totals."""

from collections import Counter
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, Sum

from discussion.models import Comment, Report, State, Thread, Vote
from discussion.ranking import votes_of

COLUMNS = ("up", "down", "score", "best", "reply_count", "descendant_count", "report_count", "report_weight")


class Correction(NamedTuple):
    what: str
    column: str
    was: int
    now: int


@transaction.atomic
def recount(thread: Thread) -> list[Correction]:
    """Derives every counter of a thread and writes those that were wrong. Holds the thread meanwhile;
    asks 5 queries and reads its comments once.
    """
    thread = Thread.objects.lock(thread.pk)
    corrections = _recount_comments(thread)
    corrections += recount_totals(thread)
    if corrections:
        thread.touch()
    return corrections


def _recount_comments(thread: Thread) -> list[Correction]:
    votes = Vote.objects.filter(comment__thread=thread).order_by().values_list("comment")
    cast = {
        pk: (up, down) for pk, up, down in votes.annotate(up=Count("pk", Q(value=1)), down=Count("pk", Q(value=-1)))
    }
    reports = _open_reports(thread)
    comments = list(
        Comment.objects.of_thread(thread)
        .children_first()
        .only("parent", "state", "carried_up", "carried_down", *COLUMNS)
    )
    replies: Counter[int] = Counter()
    descendants: Counter[int] = Counter()
    wrong, corrections = [], []
    for comment in comments:
        up, down = cast.get(comment.pk, (0, 0))
        counted = votes_of(comment.carried_up + up, comment.carried_down + down)
        counted |= {"reply_count": replies[comment.pk], "descendant_count": descendants[comment.pk]}
        counted["report_count"], counted["report_weight"] = reports.get(comment.pk, (0, 0))
        if comment.parent_id:
            replies[comment.parent_id] += comment.published
            descendants[comment.parent_id] += descendants[comment.pk] + comment.published
        changed = {column: now for column, now in counted.items() if getattr(comment, column) != now}
        for column, now in changed.items():
            corrections.append(Correction(f"comment {comment.pk}", column, getattr(comment, column), now))
            setattr(comment, column, now)
        if changed:
            wrong.append(comment)
    Comment.objects.bulk_update(wrong, COLUMNS, batch_size=500)
    return corrections


def _open_reports(thread: Thread) -> dict[int, tuple[int, int]]:
    """How many of a comment, and what they weigh together."""
    reports = Report.objects.filter(comment__thread=thread, outcome=Report.Outcome.OPEN).order_by()
    summed = reports.values_list("comment").annotate(count=Count("pk"), weighs=Sum("weight"))
    return {pk: (count, weighs) for pk, count, weighs in summed}


def recount_totals(thread: Thread) -> list[Correction]:
    """The thread's own two counters alone, for who holds the thread and knows the others to be right."""
    counted = (
        Comment.objects.of_thread(thread)
        .filter(state=State.PUBLISHED)
        .aggregate(comment_count=Count("pk"), voice_count=Count("voice", distinct=True))
    )
    corrections = [
        Correction(f"thread {thread.pk}", column, getattr(thread, column), now)
        for column, now in counted.items()
        if getattr(thread, column) != now
    ]
    if corrections:
        Thread.objects.filter(pk=thread.pk).update(**counted)
    return corrections
