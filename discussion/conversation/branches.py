"""Which replies come along with a page: level by level within a budget, so that the work and the page
stay bounded whatever the size of the thread.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from discussion.conversation.comment_row import COLUMNS, CommentRow
from discussion.conversation.cursor import Cursor, key_of
from discussion.conversation.siblings import NOTHING_BELOW
from discussion.models import Comment, Reader
from discussion.models.comment import CommentQuerySet
from discussion.ranking import Order
from kit.among import Among
from kit.prepared import Prepared

SHOWN_LEVELS = 4  # a page's first level and three below it
REPLIES_EACH = 3  # replies of one comment that come along
REPLIES_BUDGET = 60  # replies of a page in all
RANKED = 500  # replies that are read, to rank them, rather than looked up one by one


@dataclass
class Branch:
    """A comment and what a page shows below it."""

    comment: CommentRow
    level: int
    replies: list["Branch"] = field(default_factory=list)
    has_more: bool = False
    more: Cursor | None = None  # behind the last reply shown, when there are more
    continued: bool = False  # the replies shown are not the first
    goes_on: bool = False  # on the last level: something that the reader may see lies below

    @property
    def hidden_replies(self) -> int | None:
        """How many the link to the rest announces; at least one, as a tombstone counts as none."""
        if self.continued:
            return None
        shown = sum(reply.comment.published for reply in self.replies)
        return max(1, self.comment.reply_count - shown)


def grow(tops: list[CommentRow], order: Order, *, reader: Reader, top: int = 0) -> list[Branch]:
    """`tops`, to be shown at level `top`, with their replies in `order`. At most SHOWN_LEVELS - 1 queries."""
    branches = [Branch(comment, top) for comment in tops]
    parents = branches
    budget = REPLIES_BUDGET
    for level in range(top + 1, SHOWN_LEVELS):
        # Each level but the last leaves a third of what is left to those below it.
        share = budget if level == SHOWN_LEVELS - 1 else budget * 2 // 3
        parents = _add_replies(parents, order, level, share, reader)
        budget -= len(parents)
        if not parents:
            break
    return branches


def _add_replies(parents: list[Branch], order: Order, level: int, budget: int, reader: Reader) -> list[Branch]:
    answered = {parent.comment.pk: parent for parent in parents if not parent.comment.is_leaf}
    if not answered:
        return []
    tops = [parent.comment for parent in answered.values()]
    found = _first_replies(tops, order, reader, last_level=level == SHOWN_LEVELS - 1)
    # Everybody's first reply goes before anybody's second.
    position = {pk: number for number, pk in enumerate(answered)}
    found.sort(key=lambda reply: (reply.rank, position[_above(reply)]))
    added: list[Branch] = []
    for reply in found:
        parent = answered[_above(reply)]
        if reply.rank <= REPLIES_EACH and len(added) < budget:
            added.append(Branch(reply, level, goes_on=reply.goes_on))
            parent.replies.append(added[-1])
        else:
            parent.has_more = True
    for parent in answered.values():
        if parent.has_more and parent.replies:
            last = parent.replies[-1].comment
            parent.more = Cursor(last.began, key_of(order, last), last.pk)
    return sorted(added, key=lambda branch: position[_above(branch.comment)])


def _above(reply: CommentRow) -> int:
    return reply.parent_id or 0


def _first_replies(parents: list[CommentRow], order: Order, reader: Reader, *, last_level: bool) -> list[CommentRow]:
    """One more than shown of each, to know whether there are more. One query."""
    many = sum(parent.reply_count for parent in parents) > RANKED
    numbers = tuple(parent.pk for parent in parents)
    words = (reader.kind, order, many, last_level)
    rows = _rows(*words, own=reader.number, parents=numbers)
    return [CommentRow(*row) for row in _rows.converted(rows, *words)]


def _question(
    readers: str, order: Order, many: bool, last_level: bool, *, own: int, parents: tuple[int, ...]
) -> QuerySet[Comment, Any]:
    direction = [F(name.lstrip("-")).desc() if name.startswith("-") else F(name).asc() for name in order.columns]
    rank = Window(RowNumber(), partition_by=F("parent"), order_by=direction)
    placed = Comment.objects.placed_for(Reader.like(readers, own))
    replies = placed.filter(Among(F("parent"), parents))
    if many:
        replies = replies.filter(pk__in=_first_of_each(placed, parents, order))
    goes_on = Exists(placed.filter(parent=OuterRef("pk"))) if last_level else NOTHING_BELOW
    shown = replies.annotate(rank=rank).filter(rank__lte=REPLIES_EACH + 1)
    return shown.values_list(*COLUMNS, F("thread__version"), "rank", goes_on)


_rows = Prepared(_question)


def _first_of_each(placed: CommentQuerySet, parents: tuple[int, ...], order: Order) -> QuerySet:
    """The ids of those that rank first: one look into the index for each, where ranking would read them all."""
    siblings = placed.filter(parent=OuterRef("pk")).order_by(*order.columns).values("pk")
    tops = Comment.objects.filter(Among(F("pk"), parents)).order_by()
    nth = (Subquery(siblings[place : place + 1]) for place in range(REPLIES_EACH + 1))
    first, *others = (tops.annotate(nth=reply).values("nth") for reply in nth)
    return first.union(*others, all=True)
