"""Comments that a page walks through in an order: all roots of a thread, say, or all replies of one comment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Q, QuerySet, Subquery, Value

from discussion.conversation.comment_row import COLUMNS, CommentRow
from discussion.conversation.cursor import Cursor, column_value
from discussion.models import Comment, Reader, Thread
from discussion.models.comment import CommentQuerySet
from discussion.ranking import NEWEST_FIRST, Order
from kit.prepared import Prepared

KINDS: dict[str, Callable[[CommentQuerySet, int], CommentQuerySet]] = {
    "roots": lambda comments, thread: comments.filter(thread=thread).roots().unpinned(),
    "pins": lambda comments, thread: comments.filter(thread=thread).roots().pinned(),
    "picks": lambda comments, thread: comments.filter(thread=thread).picked(),
    "passage": lambda comments, passage: comments.filter(passage=passage),
    "replies": lambda comments, parent: comments.filter(parent=parent),
}
NO_RANK, NOTHING_BELOW = Value(0), Value(False)


@dataclass(frozen=True)
class Siblings:
    """As `reader` may read them; `of`: the number of the thread, passage or comment that they belong to."""

    kind: str
    of: int
    reader: Reader
    thread: Thread

    @property
    def comments(self) -> CommentQuerySet:
        return _siblings(self.kind, self.of, self.reader)

    def first(self, order: Order, count: int | None = None, after: Cursor | None = None) -> list[CommentRow]:
        """`count` of them, or all; behind `after`, where the order has not moved since. One query."""
        values: dict[str, Any] = {"own": self.reader.number, "thread": self.thread.pk, "of": self.of}
        if after:
            values |= {"key": column_value(order, after), "pk": after.id}
        words = (self.kind, self.reader.kind, order, count, after is not None)
        return [CommentRow(*row) for row in _rows.converted(_rows(*words, **values), *words)]


def behind(siblings: CommentQuerySet, order: Order, *, key: int | datetime, pk: int) -> CommentQuerySet:
    side = "lt" if order.descending else "gt"
    return siblings.filter(
        Q(**{f"{order.column}__{side}e": key}),  # alone it lets the index find the place
        Q(**{f"{order.column}__{side}": key}) | Q(**{order.column: key, f"pk__{side}": pk}),
    )


def _siblings(kind: str, of: int, reader: Reader) -> CommentQuerySet:
    return KINDS[kind](Comment.objects.placed_for(reader), of)


def _question(
    kind: str,
    readers: str,
    order: Order,
    count: int | None,
    going_on: bool,
    *,
    own: int,
    thread: int,
    of: int,
    **place: Any,
) -> QuerySet[Comment, Any]:
    siblings = _siblings(kind, of, Reader.like(readers, own))
    if going_on:
        siblings = behind(siblings, order, **place)
    # The version in the same statement as the order, so that the next page begins where this one ended.
    extras = (F("thread__version"), NO_RANK, NOTHING_BELOW, *filters(thread))
    return siblings.order_by(*order.columns).values_list(*COLUMNS, *extras)[:count]


_rows = Prepared(_question)


def filters(thread: int) -> tuple[Subquery | Exists, ...]:
    """Whether editors picked anything in it, anything hangs on a passage, and anything is pinned."""
    comments = Comment.objects.filter(thread=thread)
    picked = comments.picked().order_by(*NEWEST_FIRST.columns).values("pk")[:1]  # by the index that has picks alone
    return Subquery(picked), Exists(Comment.objects.on_passages_of(Thread(pk=thread))), Exists(comments.pinned())
