"""The page of moderation's numbers: tables, and bars beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from discussion.models import Appeal, Report, Rule
from discussion.moderating.numbers import Numbers, Queue
from kit.charts import Bar, Columns, columns, stacked


@dataclass(frozen=True)
class Fact:
    what: str
    value: str
    late: bool = False


@dataclass(frozen=True)
class Table:
    """Columns over time: what each is called, and its value."""

    anchor: str
    heading: str
    unit: str
    rows: list[tuple[str, int]]
    chart: Columns


@dataclass(frozen=True)
class Split:
    """Rows, each a whole of a few parts."""

    anchor: str
    heading: str
    parts: list[str]
    rows: list[tuple[str, list[int], int, list[Bar]]]  # what, its parts, their sum, its bars


@dataclass
class Counted:
    facts: list[Fact]
    tables: list[Table]
    splits: list[Split]
    capped: bool

    @classmethod
    def now(cls) -> Self:
        """As many queries as Numbers."""
        return cls.of(Numbers.of())

    @classmethod
    def of(cls, numbers: Numbers) -> Self:
        hours = [(date_format(timezone.localtime(at), "TIME_FORMAT"), count) for at, count in numbers.by_hour]
        days = [(date_format(timezone.localtime(at), "SHORT_DATE_FORMAT"), count) for at, count in numbers.by_day]
        tables = [
            _table("hours", _("Decisions in the last 24 hours"), _("Hour from"), hours),
            _table("days", _("Decisions in the last 7 days"), _("Day from"), days),
        ]
        return cls(_facts(numbers), tables, [_reports(numbers), _appeals(numbers)], numbers.capped)


def _facts(numbers: Numbers) -> list[Fact]:
    overdue = Fact(_("Appeals that are overdue"), str(numbers.overdue), late=numbers.overdue > 0)
    return [
        _waits(_("Waiting for review"), numbers.held, numbers.now),
        _waits(_("Reported"), numbers.reported, numbers.now),
        _waits(_("Appeals"), numbers.appeals, numbers.now),
        overdue,
        Fact(_("Decisions an hour, in the last 24"), number_format(round(numbers.an_hour, 1))),
        Fact(_("Decisions in 30 days"), number_format(numbers.decisions, force_grouping=True)),
        Fact(_("Of these undone"), _("%(share)s %%") % {"share": number_format(round(100 * numbers.share_undone, 1))}),
        Fact(_("From a report to the decision, in half of the cases at most"), _span(numbers.after_report)),
        Fact(_("From the hold to the decision, in half of the cases at most"), _span(numbers.after_hold)),
    ]


def _waits(what: str, queue: Queue, now: datetime) -> Fact:
    if queue.since is None:
        return Fact(what, str(queue.count))
    words = _("%(count)d, the oldest for %(time)s")
    return Fact(what, words % {"count": queue.count, "time": _span(now - queue.since)})


def _span(time: timedelta | None) -> str:
    if time is None:
        return _("nothing to measure")
    now = timezone.now()
    return timesince(now - max(time, timedelta()), now)


def _table(anchor: str, heading: str, unit: str, rows: list[tuple[str, int]]) -> Table:
    return Table(anchor, heading, unit, rows, columns([count for _what, count in rows]))


def _reports(numbers: Numbers) -> Split:
    outcomes = list(Report.Outcome)
    rows = [(str(rule.label), [numbers.reports.get(rule, Counter())[one] for one in outcomes]) for rule in Rule]
    return _split("reports", _("Reports in 30 days, by reason"), [str(one.label) for one in outcomes], rows)


def _appeals(numbers: Numbers) -> Split:
    rows = [(str(one.label), [numbers.appeal_outcomes[one]]) for one in Appeal.Outcome]
    return _split("appeals", _("Appeals in 30 days"), [_("Appeals")], rows)


def _split(anchor: str, heading: str, parts: list[str], rows: Sequence[tuple[str, list[int]]]) -> Split:
    most = max((sum(values) for _what, values in rows), default=0)
    return Split(anchor, heading, parts, [(what, values, sum(values), stacked(values, most)) for what, values in rows])
