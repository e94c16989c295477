"""How moderation keeps up: counted from the newest CAP rows of each kind, so that it costs the same in every year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from discussion.models import Appeal, Comment, Event, LogEntry, Report, State

Kind = Event.Kind
Outcome = Report.Outcome

CAP = 20_000
HOURS, DAYS = 24, 7
WINDOW = timedelta(days=30)
# What somebody decided on one comment.
DECISIONS = frozenset({Kind.APPROVED, Kind.KEPT, Kind.REFUSED, Kind.HIDDEN, Kind.MARKED_SPAM, Kind.RESTORED})
COLUMNS = ("event__kind", "event__at", "event__was", "event__comment", "event__comment__posted_at", "event__undone_by")


@dataclass(frozen=True)
class Queue:
    count: int
    since: datetime | None  # of what waits longest


@dataclass
class Numbers:
    """Of the last 30 days, where nothing else is said."""

    now: datetime
    held: Queue
    reported: Queue
    appeals: Queue
    overdue: int  # appeals whose deadline is over
    by_hour: list[tuple[datetime, int]]  # decisions in each of the last 24 hours, the oldest first
    by_day: list[tuple[datetime, int]]  # in each of the last 7 times 24 hours
    decisions: int
    undone: int
    after_hold: timedelta | None  # the median, until somebody decided
    after_report: timedelta | None
    appeal_outcomes: Counter[str]
    reports: dict[str, Counter[str]]  # by rule, then outcome
    capped: bool = False

    @classmethod
    def of(cls, now: datetime | None = None) -> "Numbers":
        """Seven queries."""
        now = now or timezone.now()
        decided = _Decided.since(now - WINDOW)
        reports, after_report, many = _reports(now)
        open_appeals, overdue = _open_appeals(now)
        return cls(
            now=now,
            held=_held(),
            reported=_reported(),
            appeals=open_appeals,
            overdue=overdue,
            by_hour=_buckets(decided.at, now, timedelta(hours=1), HOURS),
            by_day=_buckets(decided.at, now, timedelta(days=1), DAYS),
            decisions=len(decided.at),
            undone=decided.undone,
            after_hold=_median(decided.waits),
            after_report=after_report,
            appeal_outcomes=_appeal_outcomes(now),
            reports=reports,
            capped=many or decided.capped,
        )

    @property
    def an_hour(self) -> float:
        """On average of the last 24."""
        return sum(count for _hour, count in self.by_hour) / HOURS

    @property
    def share_undone(self) -> float:
        return self.undone / self.decisions if self.decisions else 0.0


@dataclass
class _Decided:
    at: list[datetime] = field(default_factory=list)
    waits: list[timedelta] = field(default_factory=list)
    undone: int = 0
    capped: bool = False

    @classmethod
    def since(cls, since: datetime) -> "_Decided":
        """Of the newest links of the log. Two queries."""
        newest = LogEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        links = LogEntry.objects.filter(number__gt=newest - CAP, event__at__gt=since)
        rows = links.order_by("number").values_list(*COLUMNS)
        found = cls(capped=newest > CAP)
        held_at: dict[int, datetime] = {}
        for kind, at, was, comment, posted_at, undone_by in rows.iterator(chunk_size=5000):
            if kind == Kind.REPORT_HELD:
                held_at[comment] = at
            elif kind in DECISIONS:
                found._add(at, held_at.get(comment, posted_at) if was == State.HELD else None, bool(undone_by))
        return found

    def _add(self, at: datetime, since: datetime | None, undone: bool) -> None:
        self.at.append(at)
        self.undone += undone
        if since is not None:
            self.waits.append(at - since)


def _held() -> Queue:
    return Queue(**Comment.objects.filter(state=State.HELD).aggregate(count=Count("pk"), since=Min("posted_at")))


def _reported() -> Queue:
    """Comments, and the oldest report of them that is open."""
    found = Report.objects.filter(outcome=Outcome.OPEN, comment__report_count__gt=0)
    return Queue(**found.aggregate(count=Count("comment", distinct=True), since=Min("at")))


def _open_appeals(now: datetime) -> tuple[Queue, int]:
    found: dict[str, Any] = Appeal.objects.filter(outcome=Appeal.Outcome.OPEN).aggregate(
        count=Count("pk"), since=Min("at"), overdue=Count("pk", filter=Q(deadline_at__lt=now))
    )
    return Queue(found["count"], found["since"]), found["overdue"]


def _appeal_outcomes(now: datetime) -> Counter[str]:
    newest = Appeal.objects.order_by("-pk").values_list("outcome", "at")[:CAP]
    return Counter(outcome for outcome, at in newest if at > now - WINDOW)


def _reports(now: datetime) -> tuple[dict[str, Counter[str]], timedelta | None, bool]:
    newest = (
        Report.objects.filter(at__gt=now - WINDOW).order_by("-at").values_list("rule", "outcome", "at", "decision__at")
    )
    found: dict[str, Counter[str]] = {}
    waits: list[timedelta] = []
    seen = 0
    for rule, outcome, at, decided_at in newest[:CAP].iterator(chunk_size=5000):
        seen += 1
        found.setdefault(rule, Counter())[outcome] += 1
        if decided_at is not None:
            waits.append(decided_at - at)
    return found, _median(waits), seen == CAP


def _buckets(moments: Iterable[datetime], now: datetime, size: timedelta, count: int) -> list[tuple[datetime, int]]:
    """The last one ends now."""
    start = now - size * count
    counted = Counter((moment - start) // size for moment in moments if start <= moment <= now)
    return [
        (start + size * place, counted[place] + (counted[count] if place == count - 1 else 0)) for place in range(count)
    ]


def _median(waits: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
