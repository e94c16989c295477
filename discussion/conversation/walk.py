"""Pages through siblings. A walk through a voted order is answered as the order was when it began:
comments that nobody voted on since then by index, those that somebody did by taking their votes of
since then off again. So no comment is repeated or lost, however many votes land in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from discussion.conversation.comment_row import COLUMNS, CommentRow
from discussion.conversation.cursor import Cursor, key_of
from discussion.conversation.siblings import Siblings, behind
from discussion.models import VoteChange
from discussion.models.comment import CommentQuerySet
from discussion.ranking import FromVotes, Order


@dataclass(frozen=True)
class Page:
    comments: list[CommentRow]
    next: Cursor | None


def page(siblings: Siblings, order: Order, *, after: Cursor | None, size: int) -> Page:
    """One query; on later pages of an order by votes two."""
    if order.from_votes and after:
        return _voted_page(siblings, order, order.from_votes, after=after, size=size)
    found = siblings.first(order, size + 1, after)
    if len(found) <= size:
        return Page(found, None)
    last = found[size - 1]
    return Page(found[:size], Cursor(last.began, key_of(order, last), last.pk))


def _voted_page(siblings: Siblings, order: Order, from_votes: FromVotes, *, after: Cursor, size: int) -> Page:
    """Each of the queries sees one state of the database. A comment that is voted on between the first
    two is found by both, with one and the same key: its key at the beginning of the walk is a fact.
    """
    comments = siblings.comments
    changes = VoteChange.objects.filter(thread=siblings.thread, version__gt=after.version)
    unmoved = comments.exclude(Exists(changes.filter(comment=OuterRef("pk"))))
    resting = behind(unmoved, order, key=after.key, pk=after.id).order_by(*order.columns)
    found = {comment.pk: comment for comment in CommentRow.all(resting[: size + 1])}
    keys = {pk: key_of(order, comment) for pk, comment in found.items()}
    for comment, key in _moved(comments, from_votes, changes):
        if (key, comment.pk) < (after.key, after.id):
            found[comment.pk], keys[comment.pk] = comment, key
    turn = sorted(((key, pk) for pk, key in keys.items()), reverse=True)[: size + 1]
    rest = Cursor(after.version, *turn[size - 1]) if len(turn) > size else None
    return Page([found[pk] for _key, pk in turn[:size]], rest)


def _moved(
    comments: CommentQuerySet, from_votes: FromVotes, changes: QuerySet[VoteChange]
) -> Iterator[tuple[CommentRow, int]]:
    """Every comment that was voted on since the walk began, at most VoteChange.KEPT, with its key then."""
    own = changes.filter(comment=OuterRef("pk")).order_by().values("comment")
    up_since, down_since = (Subquery(own.annotate(sum=Sum(name)).values("sum")) for name in ("up", "down"))
    moved = comments.filter(pk__in=changes.values("comment"))
    for *row, up, down in moved.values_list(*COLUMNS, up_since, down_since):
        comment = CommentRow(*row)
        yield comment, from_votes(comment.up - up, comment.down - down)
