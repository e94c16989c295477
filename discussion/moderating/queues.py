"""What waits for moderators, in which order, and how much of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, TextChoices
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models import Claim, Comment, State, Voice
from discussion.models.comment import CommentQuerySet
from discussion.models.urgency import Urgency
from kit.written import Written
from people.models import User

COUNTED = 200
ON_A_PAGE = 25
NEW_FOR = timedelta(days=7)
LONGEST_SEARCH = 200

WAITING = (State.PUBLISHED, State.HELD)
TAKEN_BACK = (State.WITHDRAWN, State.ERASED)
# Written out, for their indexes to be found.
IS_HELD = Q(state=Written(State.HELD))
IS_REPORTED = Q(report_count__gt=0)
NUMBER = BigIntegerField()


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
        return comments.annotate(rank=Urgency()).order_by("rank", "pk")

    def behind(self, place: Place | None) -> CommentQuerySet:
        if place is None:
            return self.comments()
        if self.queue == Queue.ALL:
            return self.comments().filter(pk__lt=place.pk)  # walks the index
        return self.comments().filter(Q(rank__gt=place.rank) | Q(pk__gt=place.pk), rank__gte=place.rank)

    def page(self, after: Place | None = None) -> Found:
        """With voices and articles. One query."""
        ranked = self.behind(after)
        if self.queue == Queue.NEW:  # sorted by numbers alone, not by all their columns
            ranked = self.comments().filter(pk__in=ranked.values("pk")[: ON_A_PAGE + 1])
        found = list(ranked.select_related("voice__user", "thread__article")[: ON_A_PAGE + 1])
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

    def count(self, most: int = COUNTED) -> int:
        """Up to so many, and one more where there are more. By its order SQLite finds a queue's index. One query."""
        comments = self.comments().order_by() if self.queue == Queue.NEW else self.comments()
        return comments.values("pk")[: most + 1].count()

    def some(self, most: int) -> list[int]:
        """The first of them, by id. One query."""
        return list(self.comments().values_list("pk", flat=True)[:most])

    @property
    def words(self) -> list[str]:
        return self.search[:LONGEST_SEARCH].replace("\x00", " ").split()

    def _comments(self) -> CommentQuerySet:
        """The first two and the last walk an index in their order; new people have said little yet."""
        comments: CommentQuerySet = Comment.objects.all()
        if self.queue == Queue.REPORTED:
            return comments.filter(IS_REPORTED, state__in=WAITING)
        if self.queue == Queue.HELD:
            return comments.filter(IS_HELD)
        if self.queue == Queue.NEW:
            since = timezone.now() - NEW_FOR
            new = Voice.objects.filter(heard_at__gt=since).values("pk")
            return comments.filter(voice__in=new, posted_at__gt=since, looked_at=None, state__in=WAITING)
        return comments.for_moderators()


def place_of(comment: Comment) -> Place:
    """Of one that comes out of Waiting.comments()."""
    return Place(comment.rank, comment.pk)


def _says(word: str) -> Q:
    named = Q(name__icontains=word) | Q(user__handle__iexact=word) | Q(email__iexact=word) | Q(user__email__iexact=word)
    said = Q(source__icontains=word) & ~Q(state__in=TAKEN_BACK)  # whose words moderators do not read either
    return said | Q(Exists(Voice.objects.filter(named, pk=OuterRef("voice"))))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
