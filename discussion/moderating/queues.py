"""What waits for moderators, in which order, and how much of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db.models import BigIntegerField, Case, Exists, F, Func, OuterRef, Q, TextChoices, Value, When
from django.db.models.functions import Cast, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models import Claim, Comment, State, Voice
from discussion.models.comment import CommentQuerySet
from people.models import User

COUNTED = 10_000
ON_A_PAGE = 25
NEW_FOR = timedelta(days=7)
LONGEST_SEARCH = 200

# The rank is a time: when it was said, moved forward by what makes it urgent, so that it does not change while nobody
# does anything and what was never urgent still comes up in its turn. The earliest is first.
REPORT = 24 * 3600 // 100  # seconds for each hundredth of a report's weight: a whole one is worth a day of waiting
VOTED_DOWN = 3600  # an hour for each vote that it is below nought
REPLY, VOTE = 1800, 600  # how many it reaches: half an hour for each reply below, ten minutes for each vote
MOST_BY_VOTES, MOST_BY_REACH = 2 * 24 * 3600, 3 * 24 * 3600
WAITING = (State.PUBLISHED, State.HELD)
TAKEN_BACK = (State.WITHDRAWN, State.ERASED)
NUMBER = BigIntegerField()


class Seconds(Func):
    """Of a time, since 1970."""

    output_field = NUMBER

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST((julianday(%(expressions)s) - 2440587.5) * 86400 AS INTEGER)", **extra
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)", **extra
        )


def _times(column: str, seconds: int) -> Any:
    return Cast(F(column), NUMBER) * Value(seconds, output_field=NUMBER)


def _at_most(seconds: int, expression: Any) -> Any:
    return Least(Value(seconds, output_field=NUMBER), expression, output_field=NUMBER)


RANK = (
    Seconds(F("posted_at"))
    - _times("report_weight", REPORT)
    - Case(
        When(score__lt=0, then=_at_most(MOST_BY_VOTES, _times("score", -VOTED_DOWN))),
        default=Value(0, output_field=NUMBER),
        output_field=NUMBER,
    )
    - _at_most(MOST_BY_REACH, _times("descendant_count", REPLY) + _times("up", VOTE) + _times("down", VOTE))
)


class Queue(TextChoices):
    REPORTED = "reported", _("Reported")
    HELD = "held", _("Held")
    NEW = "new", _("New people")
    ALL = "all", _("All")


@dataclass(frozen=True)
class Place:
    """Where in a queue a comment stands: what is behind it has a greater rank, or the same and a greater id."""

    rank: int
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for what is no place. A forged one is harmless."""
        rank, _dot, pk = text.partition(".")
        if not _is_number(rank.removeprefix("-")) or not _is_number(pk):
            return None
        return cls(int(rank), int(pk))

    def __str__(self) -> str:
        return f"{self.rank}.{self.pk}"


@dataclass(frozen=True)
class Found:
    comments: list[Comment]
    more: Place | None  # behind the last of these, if there are more


@dataclass(frozen=True)
class Waiting:
    """A queue, or what a search finds in it: every word stands in the text or in the author's name, or is his handle or
    address.
    """

    queue: Queue
    search: str = ""

    def comments(self) -> CommentQuerySet:
        """Ranked, the most urgent first. ALL is for looking something up: there the newest is first."""
        comments = self._comments()
        for word in self.words:
            comments = comments.filter(_says(word))
        if self.queue == Queue.ALL:
            return comments.annotate(rank=-Cast(F("pk"), NUMBER)).order_by("-pk")
        return comments.annotate(rank=RANK).order_by("rank", "pk")

    def behind(self, place: Place | None) -> CommentQuerySet:
        if place is None:
            return self.comments()
        if self.queue == Queue.ALL:
            return self.comments().filter(pk__lt=place.pk)  # walks the index
        return self.comments().filter(Q(rank__gt=place.rank) | Q(rank=place.rank, pk__gt=place.pk))

    def page(self, after: Place | None = None) -> Found:
        """With voices and articles. One query."""
        told = self.behind(after).select_related("voice__user", "thread__article")
        found = list(told[: ON_A_PAGE + 1])
        shown = found[:ON_A_PAGE]
        return Found(shown, place_of(shown[-1]) if len(found) > ON_A_PAGE else None)

    def place(self, pk: int) -> Place | None:
        """Of a comment; None where it is none of these. One query."""
        comment = self.comments().filter(pk=pk).first()
        return comment and place_of(comment)

    def next(self, place: Place | None, *, by: User) -> int | None:
        """Whose turn is after that: the first that nobody else has before him, from the top again at the end. Two
        queries at most.
        """
        taken = Claim.objects.filter(comment=OuterRef("pk"), until__gt=timezone.now()).exclude(user=by)
        for start in (place, None) if place else (None,):
            free = self.behind(start).exclude(Exists(taken)).exclude(voice__user=by)
            pk: int | None = free.values_list("pk", flat=True).first()
            if pk is not None:
                return pk
        return None

    def count(self) -> int:
        """Up to COUNTED, and one more where there are more. One query."""
        return self.comments().order_by().values("pk")[: COUNTED + 1].count()

    def some(self, most: int) -> list[int]:
        """The first of them, by id. One query."""
        return list(self.comments().values_list("pk", flat=True)[:most])

    @property
    def words(self) -> list[str]:
        return self.search[:LONGEST_SEARCH].replace("\x00", " ").split()

    def _comments(self) -> CommentQuerySet:
        comments: CommentQuerySet = Comment.objects.for_moderators()
        if self.queue == Queue.REPORTED:
            return comments.filter(report_count__gt=0, state__in=WAITING)
        if self.queue == Queue.HELD:
            return comments.filter(state=State.HELD)
        if self.queue == Queue.NEW:
            new = Voice.objects.filter(heard_at__gt=timezone.now() - NEW_FOR)
            return comments.filter(voice__in=new.values("pk"), looked_at=None, state__in=WAITING)
        return comments


def place_of(comment: Comment) -> Place:
    """Of one that comes out of Waiting.comments()."""
    return Place(comment.rank, comment.pk)


def _says(word: str) -> Q:
    named = Q(name__icontains=word) | Q(user__handle__iexact=word) | Q(email__iexact=word) | Q(user__email__iexact=word)
    said = Q(source__icontains=word) & ~Q(state__in=TAKEN_BACK)  # whose words moderators do not read either
    return said | Q(Exists(Voice.objects.filter(named, pk=OuterRef("voice"))))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
