"""What was new in a thread to whoever has only the public to see, in one column of a query about many threads: from it
follows what changed since any version, without another question.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray

from discussion.live.telling import MOST_COUNTED, MOST_PASSAGES, MOST_VOTES, Votes
from discussion.models import Comment, Passage, VoteChange
from discussion.models.reader import STRANGER


class Gathered(Subquery):
    """The `value` of all rows, as one list; None where there are none."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT JSON_GROUP_ARRAY(JSON(value)) FROM (%(subquery)s) AS gathered)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT JSONB_AGG(value) FROM (%(subquery)s) AS gathered)"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass
class Recent:
    appeared: list[int]  # versions at which the newest published comments did, lowest first
    votes: list[list[Any]]  # of the last votes: version, comment, up, down, and when the comment was posted
    passages: dict[int, int]

    @classmethod
    def of(cls, appeared: list[int] | None, votes: list[Any] | None, passages: list[Any] | None) -> "Recent":
        """Of what the columns below brought."""
        listed = [[*numbers, _moment(posted)] for *numbers, posted, shown in votes or () if shown]
        return cls(sorted(appeared or ()), listed, dict(passages or ()))

    def count(self, since: int) -> int:
        return len(self.appeared) - bisect_right(self.appeared, since)

    def votes_since(self, since: int, posted_before: datetime) -> Votes:
        """In the order in which the view tells them."""
        moved = (change for change in self.votes if change[0] > since and change[4] <= posted_before)
        return dict(sorted((comment, (up, down)) for _version, comment, up, down, _posted in moved))


def _moment(text: str) -> datetime:
    """As either database writes it within JSON."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def appeared() -> Gathered:
    """Of the outer query's thread: so many are enough to count those after any version as the view does."""
    comments = Comment.objects.filter(thread=OuterRef("pk")).visible_to(STRANGER)
    return _gathered(comments.order_by("-appeared")[:MOST_COUNTED], F("appeared"))


def votes() -> Gathered:
    """The view takes the last votes first, and leaves out afterwards what may not be read."""
    last = VoteChange.objects.filter(thread=OuterRef("pk")).order_by("-version")[:MOST_VOTES]
    shown = ExpressionWrapper(STRANGER.readable("comment__"), BooleanField())
    columns = ("version", "comment_id", "comment__up", "comment__down", "comment__posted_at")
    return _gathered(last, JSONArray(*columns, shown))


def passages() -> Gathered:
    shown = Passage.objects.filter(thread=OuterRef("pk")).in_the_text().shown()
    return _gathered(shown[:MOST_PASSAGES], JSONArray("pk", "count"))


def _gathered(rows: QuerySet[Any], value: Any) -> Gathered:
    return Gathered(rows.annotate(value=value).values("value"))
