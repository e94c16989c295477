"""Walks the chain of the log and says where it was first tampered with."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from discussion.models import Event, LogEntry, Voice
from discussion.moderating.chain import BEFORE_THE_FIRST, digest_of, payload_of, seal_of, unlinked

AT_A_TIME = 1000
EXPECTED = re.compile(r"(?:(?P<number>[1-9]\d{0,17}):)?(?P<digest>[0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Expected:
    """A link that somebody has kept elsewhere: its digest, and its number if he knows it."""

    digest: str
    number: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Expected":
        """NUMBER:DIGEST or DIGEST. Raises ValueError."""
        match = EXPECTED.fullmatch(text.strip().lower())
        if match is None:
            raise ValueError(text)
        return cls(match["digest"], int(match["number"]) if match["number"] else None)

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}" if self.number else self.digest


@dataclass
class Walk:
    """Iterated, it yields after each link that holds, and ends at the first that does not: `fault` says why."""

    expected: list[Expected] = field(default_factory=list)
    links: int = 0
    digest: str = BEFORE_THE_FIRST
    forgotten: int = 0  # links without what they said, of people who were erased
    fault: str = ""

    def __iter__(self) -> Iterator[int]:
        waiting = set(self.expected)
        for entry, event in _entries():
            self.fault = self._fault(entry, event) and self._fault(*_again(entry))
            if self.fault:
                return
            self.links, self.digest = entry.number, entry.digest
            self.forgotten += not entry.payload
            waiting -= {Expected(entry.digest), Expected(entry.digest, entry.number)}
            if unmet := [expected for expected in waiting if expected.number == entry.number]:
                self.fault = f"Link {entry.number}: its digest is {entry.digest}, not {unmet[0].digest}"
                return
            yield entry.number
        if waiting:
            self.fault = f"Link {min(map(str, waiting))}: it is not in the chain, which ends at {self.links}"

    def _fault(self, entry: LogEntry | None, event: Event | None) -> str:
        if entry is None or entry.number != self.links + 1:
            return f"Link {self.links + 1}: it is gone"
        if entry.digest != digest_of(self.digest, entry.number, entry.event_id, entry.seal):
            return f"Link {entry.number}: its digest does not follow from the link before, its event and its seal"
        if event is None:
            return f"Link {entry.number}: its event {entry.event_id} is gone"
        if not entry.payload and not entry.salt:
            return _fault_of_forgotten(entry, event)
        if entry.seal != seal_of(entry.salt, entry.payload):
            return f"Link {entry.number}: its payload and salt do not give its seal"
        return _fault_of_event(entry, event)


def count_unlinked() -> int:
    return unlinked().count()


def _entries() -> Iterator[tuple[LogEntry, Event | None]]:
    """Some at a time. An event is not joined, as an entry whose event is gone must be seen."""
    number = 0
    while entries := list(LogEntry.objects.filter(number__gt=number).order_by("number")[:AT_A_TIME]):
        events = _events(entry.event_id for entry in entries)
        for entry in entries:
            yield entry, events.get(entry.event_id)
        number = entries[-1].number


def _again(entry: LogEntry) -> tuple[LogEntry | None, Event | None]:
    """A person may have been erased between the entry and its event."""
    entries = LogEntry.objects.filter(number__lte=entry.number).order_by("-number")[:1]
    fresh = next(iter(entries), None)
    return fresh, _events([fresh.event_id]).get(fresh.event_id) if fresh else None


def _events(pks: Iterable[int]) -> dict[int, Event]:
    return Event.objects.select_related("about__user").in_bulk(list(pks))


def _fault_of_forgotten(entry: LogEntry, event: Event) -> str:
    """Only of who is erased may nothing be left: or whoever changes an event would drop its seal as well."""
    if event.about is None or not _is_emptied(event.about):
        return f"Link {entry.number}: what it said was dropped, though nobody was erased"
    if event.reason:
        return f"Link {entry.number}: what it said was dropped, but event {event.pk} has a reason"
    return ""


def _fault_of_event(entry: LogEntry, event: Event) -> str:
    now = payload_of(event)
    if entry.payload == now:
        return ""
    sealed, found = json.loads(entry.payload), json.loads(now)
    changed = [name for name in sorted(found) if sealed.get(name) != found[name]]
    wrong = [name for name in changed if not (name in MOVES and MOVES[name](sealed[name], event))]
    return (
        f"Link {entry.number}: event {event.pk} was changed after it was sealed ({', '.join(wrong)})" if wrong else ""
    )


def _was_claimed(about: int | None, event: Event) -> bool:
    """What somebody said as a guest became his account's (guests/claiming.py), and the guest an empty row."""
    guest = Voice.objects.filter(pk=about or 0, user=None).first()
    if guest is None or event.about is None or not _is_emptied(guest):
        return False
    return event.comment.voice_id == event.about_id if event.comment else event.about.user is not None


def _was_mended(thread: int | None, event: Event) -> bool:
    """The comment stood in the wrong thread and was taken to its parent's (mending.py)."""
    return event.comment is not None and event.comment.thread_id == event.thread_id


# What verbs of ours may change of an event that is sealed, and how that is told from tampering.
MOVES: dict[str, Callable[[int | None, Event], bool]] = {"about": _was_claimed, "thread": _was_mended}


def _is_emptied(voice: Voice) -> bool:
    return not (voice.email or voice.proved_at or (voice.user and voice.user.is_active))
