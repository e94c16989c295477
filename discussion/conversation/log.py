"""The log of what moderators did, as readers may see it and as moderators do.

Of everything that stands between two rows of the public one nothing may be concluded: no number of a link, no count,
and the digest that it shows is that of the newest row on it. A shadow ban would tell itself by what is missing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.models import Article
from discussion.conversation.line import permalink
from discussion.conversation.request import BadView
from discussion.models import Comment, Event, LogEntry, State, Thread, Voice
from discussion.models.event import IS_LOGGED, LOGGED_KINDS
from discussion.moderating import may_undo
from people.models import User

Kind = Event.Kind

ON_A_PAGE = 50
LOOKED_AT = 100  # at a time
# Of people the public reads that it happened, of nobody in particular; of restrictions nothing, as one kind of them
# is told to nobody.
OF_PEOPLE = frozenset({Kind.WARNED, Kind.SUSPENDED, Kind.LET_IN, Kind.ERASED})
TOLD_TO_NOBODY = frozenset({Kind.RESTRICTED, Kind.RESTRICTION_LIFTED})
PUBLIC = (
    ~Q(kind__in=TOLD_TO_NOBODY)
    & ~Q(undoes__isnull=False, undoes__kind__in=TOLD_TO_NOBODY)
    & ~Q(was=State.SHADOWED)
    & ~Q(undoes__isnull=False, undoes__was=State.SHADOWED)
)
OF_NOBODY = ~Q(kind__in=OF_PEOPLE) & ~Q(undoes__isnull=False, undoes__kind__in=OF_PEOPLE)
TAKEN_DOWN = frozenset({State.HELD, State.REFUSED, State.HIDDEN, State.SPAM})
KINDS = (*LOGGED_KINDS, Kind.ERASED)
WITH_PARTS = ("by", "comment", "thread__article", "undoes", "undone_by")
PLACE = re.compile(r"[1-9]\d{0,17}", re.ASCII)


@dataclass(frozen=True)
class Logged:
    at: datetime
    what: str
    undone: bool
    rule: str
    reason: str
    by: str
    article: Article | None = None
    address: str = ""  # of the comment's place
    # What moderators alone see.
    about: Voice | None = None
    batch: UUID | None = None
    together: int = 1
    may_undo: bool = False


@dataclass
class Asked:
    """What an address asks of the log: one act, one article, and from where on. Raises BadView."""

    act: str
    article: Article | None
    before: int | None

    @classmethod
    def of(cls, query: QueryDict, acts: Iterable[str]) -> Self:
        """At most one query."""
        act, slug, before = (str(query.get(name, "")) for name in ("act", "article", "before"))
        if (act and act not in acts) or (before and not PLACE.fullmatch(before)):
            raise BadView(_("This address does not lead to a page of the log."))
        return cls(act, _article(slug) if slug else None, int(before) if before else None)

    def logged(self) -> QuerySet[Event]:
        """Walks an index in its order, newest first."""
        events = Event.objects.filter(IS_LOGGED).order_by("-pk")
        if self.act:
            events = events.alias(act=Lower("kind")).filter(act=self.act)  # as its index has it
        if self.article:
            events = events.filter(thread=Subquery(Thread.objects.filter(article=self.article).values("pk")[:1]))
        return events.filter(pk__lt=self.before) if self.before else events

    def page(self, readable: QuerySet[Event]) -> tuple[list[Event], int | None]:
        """Those of them that may be read. Two queries, unless most may not: joined first, and sorted then, PostgreSQL
        would read all that the walk does not come to.
        """
        found: list[Event] = []
        rest, told = self.logged(), readable.select_related(*WITH_PARTS).order_by("-pk")
        while len(found) <= ON_A_PAGE:
            some = list(rest.values_list("pk", flat=True)[:LOOKED_AT])
            found += told.filter(pk__in=some)[: ON_A_PAGE + 1 - len(found)]
            if len(some) < LOOKED_AT:
                break
            rest = rest.filter(pk__lt=some[-1])
        shown = found[:ON_A_PAGE]
        return shown, shown[-1].pk if len(found) > ON_A_PAGE else None


@dataclass
class Log:
    asked: Asked
    acts: list[tuple[str, str]]
    rows: list[Logged]
    next: int | None
    digest: str = ""
    digest_at: datetime | None = None

    @classmethod
    def for_everybody(cls, query: QueryDict) -> Self:
        """What is linked already. At most four queries. Raises BadView."""
        acts = [kind for kind in KINDS if kind not in TOLD_TO_NOBODY]
        asked = Asked.of(query, acts)
        events = public_events()
        found, rest = asked.page(events.filter(OF_NOBODY) if asked.article else events)
        newest = LogEntry.objects.filter(event__in=events.order_by("-pk")[:1]).select_related("event").first()
        log = cls(asked, _choices(acts), [_public(event) for event in found], rest)
        if newest:
            log.digest, log.digest_at = newest.digest, newest.event.at
        return log

    @classmethod
    def for_moderators(cls, query: QueryDict, by: User) -> Self:
        """All of it, to the last second. At most four queries. Raises BadView."""
        asked = Asked.of(query, KINDS)
        found, rest = asked.page(Event.objects.select_related("about__user"))
        return cls(asked, _choices(KINDS), list(_for_moderators(found, by)), rest)


def public_events() -> QuerySet[Event]:
    """IS_LOGGED says nothing that the link does not say, and has an index."""
    return Event.objects.filter(IS_LOGGED, PUBLIC, log_entry__isnull=False)


def _article(slug: str) -> Article:
    article = Article.objects.published().filter(slug=slug[:200]).first()
    if article is None:
        raise BadView(_("There is no such article."))
    return article


def _choices(acts: Iterable[str]) -> list[tuple[str, str]]:
    return [(act, str(Kind(act).label)) for act in acts]


def _public(event: Event) -> Logged:
    original = event.undoes or event
    of_somebody = original.kind in OF_PEOPLE
    article = event.thread.article if event.thread and not of_somebody else None
    article = article if article and article.is_out() else None
    return Logged(
        **_common(event),
        reason=event.reason if settings.LOG_REASONS and article else "",
        by=_actor(event, named=settings.LOG_NAMES),
        article=article,
        address=_place(event.comment, event.thread) if article and event.comment and event.thread else "",
    )


def _common(event: Event) -> dict[str, Any]:
    what = str(event.get_kind_display())
    if event.undoes:
        what = _("Undone: %(act)s") % {"act": event.undoes.get_kind_display()}
    rule = str(event.get_rule_display()) if event.rule else ""
    return {"at": event.at, "what": what, "undone": hasattr(event, "undone_by"), "rule": rule}


def _actor(event: Event, *, named: bool) -> str:
    if event.by is None:
        return _("the site by itself")
    return event.by.name if named else _("a moderator")


def _place(comment: Comment, thread: Thread) -> str:
    """Of a comment that is taken down, with nothing below, readers have no page; all others lead to theirs, whether
    there is one or not, so that no link tells more than its page.
    """
    if comment.state in TAKEN_DOWN and not comment.descendant_count:
        return f"{thread.article.get_absolute_url()}#discussion"
    return permalink(thread, comment.pk)


def _for_moderators(events: list[Event], by: User) -> Iterable[Logged]:
    """One query. What was done together is offered to be undone once, at the first of its rows."""
    together = _together(events)
    offered: set[UUID] = set()
    for event in events:
        batch = event.batch
        offers = batch is not None and batch not in offered and may_undo([event], by)
        if batch and offers:
            offered.add(batch)
        yield Logged(
            **_common(event),
            reason=event.reason,
            by=_actor(event, named=True),
            article=event.thread.article if event.thread else None,
            address=permalink(event.thread, event.comment.pk) if event.thread and event.comment else "",
            about=event.about,
            batch=batch,
            together=together.get(batch, 1) if batch else 1,
            may_undo=offers,
        )


def _together(events: list[Event]) -> dict[UUID, int]:
    batches = {event.batch for event in events if event.batch}
    counted = Event.objects.filter(IS_LOGGED, batch__in=batches).order_by().values_list("batch")
    return dict(counted.annotate(count=Count("pk")))
