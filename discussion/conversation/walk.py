"""Pages through siblings. A walk through a voted order is answered as the order was when it began:
comments that nobody voted on since then by index, those that somebody did by taking their votes of
since then off again. So no comment is repeated or lost, however many votes land in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from discussion.conversation.cursor import Cursor, column_value, key_of
from discussion.models import Comment, Thread, VoteChange
from discussion.models.comment import CommentQuerySet
from discussion.ranking import FromVotes, Order


@dataclass(frozen=True)
class Page:
    comments: list[Comment]
    next: Cursor | None


def page(siblings: CommentQuerySet, order: Order, *, thread: Thread, after: Cursor | None, size: int) -> Page:
    """`siblings` are all roots of `thread`, or all replies of one of its comments. One query; on later
    pages of an order by votes two.
    """
    if order.from_votes and after:
        return _voted_page(siblings, order, order.from_votes, thread=thread, after=after, size=size)
    # The version in the same statement as the order, so that the next page begins where this one ended.
    rows = _after(siblings, order, after).with_voices().annotate(began=F("thread__version"))
    found = list(rows.order_by(*order.columns)[: size + 1])
    if len(found) <= size:
        return Page(found, None)
    last = found[size - 1]
    return Page(found[:size], Cursor(last.began, key_of(order, last), last.pk))


def _voted_page(
    siblings: CommentQuerySet, order: Order, from_votes: FromVotes, *, thread: Thread, after: Cursor, size: int
) -> Page:
    """Each of the queries sees one state of the database. A comment that is voted on between the first
    two is found by both, with one and the same key: its key at the beginning of the walk is a fact.
    """
    changes = VoteChange.objects.filter(thread=thread, version__gt=after.version)
    resting = _after(siblings.exclude(Exists(changes.filter(comment=OuterRef("pk")))), order, after)
    found = {comment.pk: comment for comment in resting.with_voices().order_by(*order.columns)[: size + 1]}
    keys = {pk: key_of(order, comment) for pk, comment in found.items()}
    for comment, key in _moved(siblings, from_votes, changes):
        if (key, comment.pk) < (after.key, after.id):
            found[comment.pk], keys[comment.pk] = comment, key
    turn = sorted(((key, pk) for pk, key in keys.items()), reverse=True)[: size + 1]
    comments = [found[pk] for _key, pk in turn[:size]]
    return Page(comments, Cursor(after.version, *turn[size - 1]) if len(turn) > size else None)


def _moved(
    siblings: CommentQuerySet, from_votes: FromVotes, changes: QuerySet[VoteChange]
) -> Iterator[tuple[Comment, int]]:
    """Every comment that was voted on since the walk began, at most VoteChange.KEPT, with its key then."""
    own = changes.filter(comment=OuterRef("pk")).order_by().values("comment")
    moved = siblings.filter(pk__in=changes.values("comment")).annotate(
        up_since=Subquery(own.annotate(sum=Sum("up")).values("sum")),
        down_since=Subquery(own.annotate(sum=Sum("down")).values("sum")),
    )
    for comment in moved.with_voices():
        yield comment, from_votes(comment.up - comment.up_since, comment.down - comment.down_since)


def _after(siblings: CommentQuerySet, order: Order, after: Cursor | None) -> CommentQuerySet:
    if after is None:
        return siblings
    side = "lt" if order.descending else "gt"
    value = column_value(order, after)
    return siblings.filter(
        Q(**{f"{order.column}__{side}e": value}),  # alone it lets the index find the place
        Q(**{f"{order.column}__{side}": value}) | Q(**{order.column: value, f"pk__{side}": after.id}),
    )
