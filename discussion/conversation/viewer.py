"""What of a page is its reader's own: found in one query for all of its comments together."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from discussion.conversation.line import Line, Own
from discussion.models import Comment, Mute, Reader, Report, Subscription, Thread, Visit, Vote
from discussion.models.state import KEPT_BY_ITS_AUTHOR, State
from discussion.permissions import may_edit, may_pick, may_post, may_report, may_vote, may_withdraw

VISIT, MUTE, KEPT, VOTE, TOLD, BRANCH, REPORTED = range(7)
KINDS, PACES = list(Subscription.Kind), list(Subscription.Pace)


@dataclass
class Viewer:
    reader: Reader
    thread: Thread
    seen: int | None = None  # the thread's version when he last left; None: he was never here
    new_count: int = 0  # what he may read that appeared since, but for his own
    muted: set[int] = field(default_factory=set)  # voices
    votes: dict[int, int] = field(default_factory=dict)
    told: dict[Subscription.Kind, Subscription.Pace] = field(default_factory=dict)  # of the thread, and how soon
    branches: set[int] = field(default_factory=set)  # comments whose replies he is told of
    reported: set[int] = field(default_factory=set)  # comments, by him
    shadowed: int = 0  # of his own, which are shown to him as published
    shadowed_voice: int = 0  # 1 where these are all that he said here
    has_unpublished: bool = False  # his page differs from everybody's by more than what the slots hold

    @classmethod
    def of(cls, reader: Reader, thread: Thread) -> Self:
        """One query for a reader who is known, of as many rows as he has votes in this thread; none for others."""
        viewer = cls(reader, thread, has_unpublished=reader.moderates)
        if reader.known:
            for what, number, value in viewer._rows():
                viewer._learn(what, number, value)
        return viewer

    def _rows(self) -> Iterable[tuple[int, int, int]]:
        user, own, comments = self.reader.user.pk, self.reader.own(), Comment.objects.of_thread(self.thread)
        since = comments.visible_to(self.reader).filter(appeared__gt=OuterRef("version")).exclude(own)
        count = Subquery(since.order_by().values("thread").annotate(count=Count("pk")).values("count"))
        visits = Visit.objects.filter(user=user, thread=self.thread)
        kept = comments.filter(own, state__in=KEPT_BY_ITS_AUTHOR).order_by()
        heard = Exists(comments.filter(own, state=State.PUBLISHED))
        shadowed = Case(When(~Q(state=State.SHADOWED), then=0), When(heard, then=1), default=2)
        votes = Vote.objects.filter(own, comment__thread=self.thread)
        reports = Report.objects.of_present_words().filter(own, comment__thread=self.thread)
        return visits.values_list(Value(VISIT), "version", Coalesce(count, 0)).union(
            Mute.objects.filter(user=user).values_list(Value(MUTE), "voice", Value(0)),
            kept.values_list(Value(KEPT), "pk", shadowed),
            votes.values_list(Value(VOTE), "comment", "value"),
            reports.values_list(Value(REPORTED), "comment", Value(0)),
            *self._subscriptions(),
            all=True,
        )

    def _subscriptions(self) -> Iterable[QuerySet]:
        """One half of the thread as a whole, one of single comments; words as their places in KINDS and PACES."""
        asked = Subscription.objects.filter(self.reader.own(), thread=self.thread).order_by()
        kinds = Case(*(When(kind=kind, then=place) for place, kind in enumerate(KINDS)))
        paces = Case(*(When(pace=pace, then=place) for place, pace in enumerate(PACES)))
        yield asked.filter(comment=None).values_list(Value(TOLD), kinds, paces)
        yield asked.exclude(comment=None).values_list(Value(BRANCH), "comment", Value(0))

    def _learn(self, what: int, number: int, value: int) -> None:
        if what == VISIT:
            self.seen, self.new_count = number, value
        elif what == MUTE:
            self.muted.add(number)
        elif what == KEPT:
            self.has_unpublished = True
            self.shadowed += value > 0
            self.shadowed_voice = max(self.shadowed_voice, value - 1)
        elif what == TOLD:
            self.told[KINDS[number]] = PACES[value]
        elif what == BRANCH:
            self.branches.add(number)
        elif what == REPORTED:
            self.reported.add(number)
        else:
            self.votes[number] = value

    def attach(self, lines: Iterable[Line]) -> None:
        """Gives each line its `own`. No query."""
        for line in lines:
            if not line.gone:
                line.own = self._own(line)

    def own_lines(self, lines: Iterable[Line]) -> dict[int, Line]:
        """Of a page that is everybody's, by their ids: those that are other to him than to a stranger. Each is a
        copy, as the page's must stay what they are. No query.
        """
        found = {}
        for line in lines:
            own = line.own if line.gone else self._own(line)
            if own != line.own:
                found[line.id] = own_line = copy(line)
                own_line.own = own
        return found

    def _speaks_as(self, line: Line) -> bool:
        if self.reader.signed_in:
            return line.user is not None and line.user == self.reader.user.pk
        return self.reader.guest is not None and line.voice == self.reader.guest.pk

    def _own(self, line: Line) -> Own:
        mine = self._speaks_as(line)
        return Own(
            vote=self.votes.get(line.id, 0),
            may_vote=bool(may_vote(mine, line, self.thread)),
            may_reply=line.published and bool(may_post(self.thread)),
            may_edit=mine and bool(may_edit(mine, line, self.thread)),
            may_withdraw=mine and bool(may_withdraw(mine, line)),
            may_report=bool(may_report(mine, line)),
            may_pick=self.reader.picks and bool(may_pick(True, line)),
            may_moderate=self.reader.moderates and not mine,
            new=self.seen is not None and line.appeared > self.seen and not mine,
            muted=line.voice in self.muted,
            told=line.id in self.branches,
            reported=line.id in self.reported,
        )
