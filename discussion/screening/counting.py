"""How often rules objected lately, and how often moderators thought the same."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from discussion.models import Event, Objection
from discussion.screening.decisions import LETTING_STAND, TAKING_DOWN
from discussion.screening.pipeline import rules

COUNTED = timedelta(days=30)


@dataclass
class Tally:
    """Objections, and what moderators decided about the comments. `stopped` never became comments."""

    asked: int = 0
    shadow: int = 0
    down: int = 0
    stand: int = 0
    open: int = 0
    stopped: int = 0

    @property
    def decided(self) -> int:
        return self.down + self.stand

    @property
    def precision(self) -> int | None:
        """Of what moderators decided, what they took down, in percent."""
        return round(100 * self.down / self.decided) if self.decided else None


def decision(comment: str, since: str = "") -> Subquery:
    """The kind of the last decision of a moderator that stands, on the comment that is named by `comment` in the
    outer query; of those made later than `since`. By index of events of a comment.
    """
    kinds = [*TAKING_DOWN, *LETTING_STAND]
    decisions = Event.objects.filter(comment=OuterRef(comment), kind__in=kinds, by__isnull=False, undone_by=None)
    if since:
        decisions = decisions.filter(at__gte=OuterRef(since))
    return Subquery(decisions.order_by("-pk").values("kind")[:1])


def tallies() -> dict[str, Tally]:
    """By the rules' codes, of the last 30 days. One query, by index."""
    recent = Objection.objects.filter(code__in=[rule.code for rule in rules()], at__gte=timezone.now() - COUNTED)
    decided = recent.annotate(decision=decision("verdict__comment", since="verdict__at")).order_by()
    rows = decided.values_list("code", "decision").annotate(
        Count("pk"), shadow=Count("pk", filter=Q(shadow=True)), comments=Count("verdict__comment")
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for code, kind, count, shadow, comments in rows:
        _add(found[code], kind, count, shadow, comments)
    return found


def _add(tally: Tally, kind: str | None, count: int, shadow: int, comments: int) -> None:
    tally.shadow += shadow
    tally.asked += count - shadow
    tally.stopped += count - comments
    if kind is None:
        tally.open += comments
    elif kind in TAKING_DOWN:
        tally.down += comments
    else:
        tally.stand += comments
