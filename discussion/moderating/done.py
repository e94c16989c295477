"""What a moderator did lately, gesture by gesture: what he may want to take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.models import Event, Voice
from discussion.moderating.undoing import INVERSES, UNDO_DAYS
from people.models import User

ON_A_PAGE = 25
FRESH = timedelta(seconds=10)
LOOKED_AT = 1000  # events at a time


@dataclass(frozen=True)
class Done:
    batch: UUID
    event: Event  # the last of them, with its comment's voice
    count: int
    undone: int

    @classmethod
    def of(cls, row: dict[str, Any], events: dict[int, Event]) -> Self:
        return cls(row["batch"], events[row["last"]], row["count"], row["undone"])

    @property
    def words(self) -> str:
        kind = Event.Kind(self.event.kind).label
        if self.count > 1:
            words = ngettext("%(act)s: %(count)d comment", "%(act)s: %(count)d comments", self.count)
            return words % {"act": kind, "count": self.count}
        if self.event.comment_id and self.event.comment:
            return _("%(act)s: what %(name)s said") % {"act": kind, "name": self.event.comment.voice.name}
        return str(kind)

    @property
    def open(self) -> bool:
        """Whether there is something to undo."""
        return self.undone < self.count

    @property
    def fresh(self) -> bool:
        return self.event.at > timezone.now() - FRESH


def last_act(by: User) -> Done | None:
    """What he did last and has not undone: what the key u means. Two queries, whatever he did."""
    left = _acts(by).filter(undone_by=None)
    return next(iter(_gestures(left.values("batch")[:1], undone_by=None)), None)


def acts_of(by: User, *, before: int | None = None) -> list[Done]:
    """All that can be undone and what was, newest first, from before an event on; one more than fit on a page where
    there are more. Three queries where nothing was done to many at once.
    """
    acts, batches = _acts(by), dict[UUID | None, bool]()
    rest = acts if before is None else acts.filter(pk__lt=before)
    while len(batches) <= ON_A_PAGE:
        some = list(rest.values_list("batch", "at", "pk")[:LOOKED_AT])
        batches.update((batch, True) for batch, _at, _pk in some)
        if len(some) < LOOKED_AT:
            break
        rest = acts.filter(at__lte=some[-1][1], pk__lt=some[-1][2])
    done = _gestures(list(batches)[: ON_A_PAGE + 1])
    return [one for one in done if before is None or one.event.pk < before]


def _acts(by: User) -> QuerySet[Event]:
    since: datetime = timezone.now() - timedelta(days=UNDO_DAYS)
    voice = Voice.objects.filter(user=by).values("pk")[:1]
    acts = Event.objects.filter(by=Subquery(voice), kind__in=INVERSES, at__gt=since, batch__isnull=False)
    return acts.order_by("-at", "-pk")


def _gestures(batches: Any, **only: Any) -> list[Done]:
    """Newest first."""
    acts = Event.objects.filter(batch__in=batches, kind__in=INVERSES, **only).order_by().values("batch")
    gestures = acts.annotate(last=Max("pk"), count=Count("pk"), undone=Count("undone_by"))
    return _with_events([dict(row) for row in gestures.order_by("-last")])


def _with_events(rows: list[dict[str, Any]]) -> list[Done]:
    events = Event.objects.select_related("comment__voice", "comment__thread__article", "thread__article")
    found = events.in_bulk([row["last"] for row in rows]) if rows else {}
    return [Done.of(row, found) for row in rows]
