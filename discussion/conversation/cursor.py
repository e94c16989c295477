import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from discussion.conversation.comment_row import CommentRow
from discussion.models import Comment
from discussion.ranking import Order

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Digits are bounded so that no number leaves 64 bits in either database.
SHAPE = re.compile(r"(\d{1,18})\.(-?\d{1,18})\.(\d{1,18})\Z", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """Where a walk stands: after which comment, in the order as it was at `version` of the thread."""

    version: int
    key: int
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError. A forged cursor is harmless: it names a place in a public order."""
        match = SHAPE.match(text)
        if not match:
            raise ValueError(text)
        return cls(*(int(number) for number in match.groups()))

    def __str__(self) -> str:
        return f"{self.version}.{self.key}.{self.id}"


def key_of(order: Order, comment: Comment | CommentRow) -> int:
    value = getattr(comment, order.column)
    return (value - EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value


def column_value(order: Order, cursor: Cursor) -> int | datetime:
    """The cursor's key as the order's column holds it. Raises ValueError when no such time exists."""
    if order.from_votes:
        return cursor.key
    try:
        return EPOCH + timedelta(microseconds=cursor.key)
    except OverflowError:
        raise ValueError(cursor) from None
