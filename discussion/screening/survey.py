"""All that rules mostly want to know of the database before they judge a draft, in one statement."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr

from discussion.models import Classifier, Comment, Event, Footprint, Rule, ScreeningRule, State, Thread
from discussion.models.footprint import count_of
from discussion.models.screening import BANDS, Verdict
from discussion.models.state import TAKEN_DOWN
from kit.prepared import Prepared

REMEMBERED = 50
EACH = 5  # that are compared of each band, the latest
STOPPED, DECIDED = 200, 100  # the latest that are compared
COMPARED = 1500  # characters of each
WAITS = (State.HELD, State.UNPROVED)
TAKEN_BACK = (State.WITHDRAWN, State.ERASED)
SETTINGS, EARLIER, COPY, STOPPED_ONE = range(4)
NEVER = Cast(Value(None), DateTimeField())
Arm = QuerySet[Any, Any]


class Stamp(NamedTuple):
    """Two of these are alike while nothing was set anew between them."""

    rules: int
    versions: int
    classifier: int | None  # the active one


def _question(*words: str, **values: Any) -> Arm:
    """`words`: which of ARMS beside the settings. Rows: what it is, a state, a text, a time and six numbers."""
    arms = [arm for word in words if word in ARMS for arm in ARMS[word](**values)]
    return _settings(near="near" in words, **values).union(*arms, all=True) if arms else _settings(**values)


def _settings(*, thread: int, voice: int, client_id: UUID, near: bool = False, **values: Any) -> Arm:
    """Of how the site has set its rules; whether the same form made a comment before; and how much was said by others
    of its network.
    """
    rules = ScreeningRule.objects.order_by().values(all=Value(1))
    same = Exists(Comment.objects.filter(voice=voice, client_id=client_id).order_by())
    numbers = [
        Coalesce(Subquery(rules.annotate(count=Count("pk")).values("count")), 0),
        Coalesce(Subquery(rules.annotate(sum=Sum("version")).values("sum")), 0),
        Coalesce(Subquery(Classifier.objects.filter(active=True).order_by().values("pk")[:1]), 0),
        Case(When(same, then=1), default=0, output_field=IntegerField()),
        *(_counts(**values) if near else [Value(0), Value(0)]),
    ]
    here = Thread.objects.filter(pk=thread).order_by()
    return here.values_list(Value(SETTINGS), Value(""), Value(""), NEVER, *numbers)


def _counts(*, now: datetime, minutes_ago: datetime, hour_ago: datetime, **values: Any) -> Iterable[Any]:
    for since, where in ((minutes_ago, "here"), (hour_ago, "anywhere")):
        yield count_of(Footprint.Act.SAID, [values[where], values[f"{where}_before"]], since, now)


def _earlier(*, voice: int, comment: int, now: datetime, **_values: Any) -> Iterable[Arm]:
    his = Comment.objects.filter(voice=voice, posted_at__lt=now).exclude(pk=comment)
    latest = his.order_by("-posted_at", "-pk").values("pk")[:REMEMBERED]
    said = Comment.objects.filter(pk__in=latest).order_by()
    yield said.values_list(Value(EARLIER), "state", Value(""), "posted_at", "thread", "pk", *[Value(0)] * 4)


def _copies(*, now: datetime, copied_since: datetime, **values: Any) -> Iterable[Arm]:
    for said in copies(now, copied_since, {name: values[name] for name in BANDS}):
        yield said.values_list(Value(COPY), Value(""), "source", NEVER, "pk", "voice", *[Value(0)] * 4)


def _stopped(*, now: datetime, stopped_since: datetime, **_values: Any) -> Iterable[Arm]:
    for said in stopped(now, stopped_since):
        text = Substr("source", 1, COMPARED)
        yield said.values_list(Value(STOPPED_ONE), "state", text, NEVER, "pk", "voice", *[Value(0)] * 4)


def copies(now: datetime, since: datetime, bands: dict[str, int]) -> Iterable[Arm]:
    """The latest few of each band, however many there are: of a wave of copies one is as good as all. One arm for each,
    as both databases then read an index and stop; with OR they read and sort all that match.
    """
    lately = Verdict.objects.filter(at__gte=since, at__lt=now, comment__isnull=False).order_by("-at")
    for name, band in bands.items():
        latest = lately.filter(**{name: band}).values("comment")[:EACH]
        yield Comment.objects.filter(pk__in=latest).exclude(state__in=TAKEN_BACK).order_by()


def stopped(now: datetime, since: datetime) -> Iterable[Arm]:
    """The latest that screening stopped, and that moderators took down, but for what is off topic: no text shows that.
    Two arms, each read from an index of its own until it has enough.
    """
    lately = {"at__gte": since, "at__lt": now, "comment__isnull": False}
    verdicts = Verdict.objects.filter(Verdict.STOPPED, **lately).order_by("-at")
    # NOT EXISTS, as PostgreSQL takes "undone_by IS NULL" for rare and reads them all before it sorts and stops.
    undone = Exists(Event.objects.filter(undoes=OuterRef("pk")))
    events = Event.objects.filter(~undone, Event.TAKEN_DOWN, **lately, by__isnull=False)
    events = events.exclude(rule=Rule.OFF_TOPIC).order_by("-at")
    for latest in (verdicts.values("comment")[:STOPPED], events.values("comment")[:DECIDED]):
        said = (*WAITS, *TAKEN_DOWN, State.PUBLISHED)
        yield Comment.objects.filter(pk__in=latest, state__in=said).order_by()


ARMS: dict[str, Callable[..., Iterable[Arm]]] = {"earlier": _earlier, "copies": _copies, "stopped": _stopped}
survey = Prepared(_question)
