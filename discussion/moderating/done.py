"""What a moderator did lately, gesture by gesture: what he may want to take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.models import Event
from discussion.moderating.undoing import INVERSES, UNDO_DAYS
from people.models import User

ON_A_PAGE = 25
FRESH = timedelta(seconds=10)


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
    """What he did last and has not undone: what the key u means. Two queries."""
    return next(iter(_of(by, undone=False, before=None, most=1)), None)


def acts_of(by: User, *, before: int | None = None) -> list[Done]:
    """All that can be undone and what was, newest first, from before an event on; one more than fit on a page where
    there are more. Two queries.
    """
    return _of(by, undone=True, before=before, most=ON_A_PAGE + 1)


def _of(by: User, *, undone: bool, before: int | None, most: int) -> list[Done]:
    since: datetime = timezone.now() - timedelta(days=UNDO_DAYS)
    acts = Event.objects.filter(by__user=by, kind__in=INVERSES, at__gt=since, batch__isnull=False).order_by()
    if not undone:
        acts = acts.filter(undone_by=None)
    gestures = acts.values("batch").annotate(last=Max("pk"), count=Count("pk"), undone=Count("undone_by"))
    if before is not None:
        gestures = gestures.filter(last__lt=before)
    return _with_events([dict(row) for row in gestures.order_by("-last")[:most]])


def _with_events(rows: list[dict[str, Any]]) -> list[Done]:
    events = Event.objects.select_related("comment__voice", "comment__thread__article", "thread__article")
    found = events.in_bulk([row["last"] for row in rows]) if rows else {}
    return [Done.of(row, found) for row in rows]
