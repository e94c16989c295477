"""What is to be screened: a comment before it is one, or the new wording of one."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from discussion.models import Comment, State, Thread, Voice
from discussion.models.footprint import digests_known
from discussion.models.screening import BANDS
from discussion.models.state import TAKEN_DOWN
from discussion.screening.likeness import Bands, bands_of, plain
from discussion.screening.survey import COPY, EARLIER, SETTINGS, STOPPED_ONE, Stamp, survey
from kit.prepared import moment

MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
NO_FORM = UUID(int=0)
HELD_BACK = TAKEN_DOWN | {State.HELD}


class Earlier(NamedTuple):
    """A comment that its writer made before."""

    state: State
    posted_at: datetime
    thread: int


class Wants(NamedTuple):
    """What the rules that are in force will ask of the database. Days are those in which it counts; 0: nobody asks."""

    near: bool = False
    copies: int = 0
    stopped: int = 0

    def and_also(self, others: "Wants") -> "Wants":
        return Wants(self.near or others.near, max(self.copies, others.copies), max(self.stopped, others.stopped))


NOBODY_ASKS = Wants()


class Near(NamedTuple):
    """How many comments of newcomers came from the draft's network: within ten minutes in this discussion, and within
    an hour in all.
    """

    here: int
    anywhere: int


class _Read(NamedTuple):
    settings: Stamp | None = None
    exists: bool = False
    near: Near | None = None
    earlier: tuple[Earlier, ...] = ()
    copies: list[tuple[int, int, str]] | None = None
    stopped: list[tuple[int, int, str, str]] | None = None


@dataclass(frozen=True)
class Draft:
    """All that rules may know. `by` is None for a guest's first words, and not saved for a member's; `comment` is what
    is worded anew; `at` is now, or when it was posted where a simulation asks. `made` and `bait` are what the form of
    a guest brought back: None where there was none.
    """

    source: str
    thread: Thread
    by: Voice | None = None
    client_id: UUID | None = None
    parent: Comment | None = None
    comment: Comment | None = None
    address: str = ""  # of the network
    agent: str = ""
    name: str = ""
    email: str = ""
    made: str | None = None
    bait: str | None = None
    at: datetime = field(default_factory=timezone.now)
    version: int = 0  # of the rule that is asked, see ScreeningRule.version
    wants: Wants = NOBODY_ASKS  # read together with what all drafts read

    @property
    def first(self) -> bool:
        """Whether its writer has said nothing before, as he is only beginning to be somebody."""
        return self.by is None or self.by.new

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The latest comments of its writer, newest first, at most REMEMBERED. One query, by index."""
        return () if self.first else self._read.earlier

    @property
    def settings(self) -> Stamp | None:
        """Of how the site has set its rules. The same query."""
        return self._read.settings

    @property
    def near(self) -> Near | None:
        """None where nobody wanted it read. The same query."""
        return self._read.near

    def copies(self, days: int) -> list[tuple[int, int, str]] | None:
        """See survey.copies(): id, voice and source of each; None where they were not read for these days. The same
        query.
        """
        return self._read.copies if self.wants.copies == days else None

    def stopped(self, days: int) -> list[tuple[int, int, str, str]] | None:
        """See survey.stopped(): id, voice, state and source of each; None as above. The same query."""
        return self._read.stopped if self.wants.stopped == days else None

    def exists(self) -> bool:
        """Whether the same form made a comment before: sent again, it is not screened again. The same query."""
        return self._read.exists

    @cached_property
    def plain(self) -> str:
        return plain(self.source)

    @cached_property
    def bands(self) -> Bands | None:
        return bands_of(self.plain)

    @cached_property
    def _read(self) -> _Read:
        wants, words, values = self.wants, [] if self.first else ["earlier"], self._values()
        if wants.near and (digests := self._digests()):
            words.append("near")
            values |= digests
        if wants.copies and self.bands:
            words.append("copies")
            values |= dict(zip(BANDS, self.bands, strict=True))
        if wants.stopped:
            words.append("stopped")
        return _sorted(survey(*words, **values), words)

    def _values(self) -> dict[str, Any]:
        return {
            "thread": self.thread.pk or 0,
            "voice": self.by.pk if self.by and not self.by.new else 0,
            "client_id": self.client_id if self.client_id and not self.comment else NO_FORM,
            "comment": self.comment.pk if self.comment else 0,
            "now": self.at,
            "minutes_ago": self.at - MINUTES,
            "hour_ago": self.at - HOUR,
            "copied_since": self.at - timedelta(days=self.wants.copies),
            "stopped_since": self.at - timedelta(days=self.wants.stopped),
        }

    def _digests(self) -> dict[str, str]:
        """None where this process does not know the salts yet: the rule asks for itself then."""
        found: dict[str, str] = {}
        for name, about in (("here", str(self.thread.pk)), ("anywhere", "")):
            digests = digests_known(self.address, about, HOUR, self.at)
            if digests:
                found |= {name: digests[0], f"{name}_before": digests[1]}
        return found

    @property
    def out(self) -> int:
        """How many of `earlier` readers see."""
        return sum(one.state in (State.PUBLISHED, State.SHADOWED) for one in self.earlier)

    @property
    def known(self) -> bool:
        """One comment that slipped through among many that did not makes nobody known."""
        return self.out > sum(one.state in HELD_BACK for one in self.earlier)

    def reading(self, source: str, version: int = 0) -> "Draft":
        """With this text, for a rule of that version. What was asked of the database is not asked again."""
        if (source, version) == (self.source, self.version):
            return self
        wants = self.wants if source == self.source else self.wants._replace(copies=0)
        other = replace(self, source=source, version=version, wants=wants)
        known = ("_read", "plain", "bands") if source == self.source else ("_read",)
        other.__dict__.update({name: self.__dict__[name] for name in known if name in self.__dict__})
        return other


def _sorted(rows: list[tuple[Any, ...]], words: list[str]) -> _Read:
    read, earlier = _Read(), []
    copies: dict[int, tuple[int, int, str]] = {}
    stopped: dict[int, tuple[int, int, str, str]] = {}
    for what, state, text, at, *numbers in rows:
        if what == EARLIER:
            earlier.append((moment(at), numbers[1], State(state), numbers[0]))
        elif what == COPY:
            copies[numbers[0]] = numbers[0], numbers[1], text
        elif what == STOPPED_ONE:
            stopped[numbers[0]] = numbers[0], numbers[1], state, text
        elif what == SETTINGS:
            near = Near(*numbers[4:6]) if "near" in words else None
            read = _Read(Stamp(numbers[0], numbers[1], numbers[2] or None), bool(numbers[3]), near)
    said = sorted(earlier, reverse=True)
    return read._replace(
        earlier=tuple(Earlier(state, at, thread) for at, _pk, state, thread in said if at),
        copies=list(copies.values()) if "copies" in words else None,
        stopped=list(stopped.values()) if "stopped" in words else None,
    )
