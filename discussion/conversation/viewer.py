"""What of a page is its reader's own: found in one query for all of its comments together."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Self

from django.utils import timezone

from discussion.conversation.line import Line, Own
from discussion.conversation.own_rows import (
    BRANCH,
    KEPT,
    KINDS,
    MUTE,
    PACES,
    REPORTED,
    TOLD,
    UNREAD,
    VISIT,
    rows_of,
)
from discussion.models import Reader, Subscription, Thread
from discussion.permissions import may_edit, may_pick, may_post, may_report, may_vote, may_withdraw


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
    unread: int = 0  # in his inbox
    shadowed: int = 0  # of his own, which are shown to him as published
    shadowed_voice: int = 0  # 1 where these are all that he said here
    has_unpublished: bool = False  # his page differs from everybody's by more than what the slots hold

    @classmethod
    def of(cls, reader: Reader, thread: Thread) -> Self:
        """One query for a reader who is known, of as many rows as he has votes in this thread; none for others."""
        viewer = cls(reader, thread, has_unpublished=reader.moderates)
        if reader.known:
            own = rows_of(reader.kind, own=reader.number, thread=thread.pk, now=timezone.now())
            for what, number, value in own:
                viewer._learn(what, number, value)
        return viewer

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
        elif what == UNREAD:
            self.unread = number
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

    def _own(self, line: Line) -> Own:
        mine = self.reader.has_voice(line.voice, line.user)
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
