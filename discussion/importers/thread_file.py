"""A discussion as a file: one JSON object a line, parents first, read with care and written the same way.

{"id", "parent" (id or null), "author", "email", "created" (ISO 8601), "text", "up", "down"}, and "state"
for a comment that is not published, and "passage" for a root that hangs on words of the article: {"quote", "prefix",
"suffix"}, the last two where they are needed to tell which.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from discussion.models import Comment, Passage, State, Thread
from discussion.passages import Chosen

LONGEST_NAME = 60
LONGEST_EMAIL = 254
MOST_VOTES = 1_000_000_000


class BadLine(ValueError):
    """What is wrong, and on which line of the file."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(f"line {line}: {words}")


@dataclass(frozen=True)
class Entry:
    id: int | str
    parent: int | str | None
    author: str
    email: str
    created: datetime
    text: str
    up: int
    down: int
    state: State
    passage: Chosen | None = None


def read(lines: Iterable[bytes | str]) -> list[Entry]:
    """All entries of a file in UTF-8, empty lines passed over. Raises BadLine at the first that does not hold."""
    entries: dict[int | str, Entry] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
            if entry.id in entries:
                raise ValueError(f"id {entry.id!r} stands twice")
            if entry.parent is not None and entry.parent not in entries:
                raise ValueError(f"parent {entry.parent!r} does not stand before it")
        except ValueError as error:
            raise BadLine(number, str(error)) from None
        entries[entry.id] = entry
    return list(entries.values())


def write(thread: Thread) -> Iterator[str]:
    """The lines of a thread's file, oldest comment first, in constant memory."""
    rows = Comment.objects.of_thread(thread).with_voices().order_by("pk")
    for comment in rows.iterator(chunk_size=2000):
        user = comment.voice.user
        entry: dict[str, Any] = {
            "id": comment.pk,
            "parent": comment.parent_id,
            "author": comment.voice.name,
            "email": user.email if user else comment.voice.email,
            "created": comment.posted_at.isoformat(),
            "text": comment.source,
            "up": comment.up,
            "down": comment.down,
        }
        if not comment.published:
            entry["state"] = comment.state
        if comment.passage:
            entry["passage"] = {name: getattr(comment.passage, name) for name in ("quote", "prefix", "suffix")}
        yield json.dumps(entry, ensure_ascii=False)


def _entry(line: bytes | str) -> Entry:
    try:
        fields = json.loads(line if isinstance(line, str) else line.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason} at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("not a comment: brackets within brackets without end") from None
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    for name in ("id", "author", "created", "text"):
        if name not in fields:
            raise ValueError(f'"{name}" is missing')
    return Entry(
        id=_id(fields["id"], "id"),
        parent=None if fields.get("parent") is None else _id(fields["parent"], "parent"),
        author=_text(fields["author"], "author", LONGEST_NAME),
        email=_email(fields.get("email")),
        created=_time(fields["created"]),
        text=_text(fields["text"], "text", Comment.LONGEST),
        up=_votes(fields.get("up", 0), "up"),
        down=_votes(fields.get("down", 0), "down"),
        state=_state(fields.get("state", State.PUBLISHED)),
        passage=_passage(fields.get("passage"), fields.get("parent")),
    )


def _id(value: object, name: str) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f'"{name}" is neither a number nor a text')
    return value


def _text(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{name}" is empty or not a text')
    if "\x00" in value:
        raise ValueError(f'"{name}" holds a NUL character')
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(f'"{name}" holds half a character')
    if len(value) > longest:
        raise ValueError(f'"{name}" has {len(value)} characters, {longest} are the most')
    return value


def _email(value: object) -> str:
    if value is None or value == "":
        return ""
    try:
        if not isinstance(value, str) or len(value) > LONGEST_EMAIL:
            raise ValidationError("")
        validate_email(value)
    except ValidationError:
        raise ValueError(f'"email" is no address: {value!r}') from None
    return value


def _time(value: object) -> datetime:
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f'"created" is no ISO 8601 time: {value!r}') from None
    if when.tzinfo is None:
        raise ValueError('"created" has no time zone')
    try:
        return when.astimezone(UTC)
    except OverflowError:
        raise ValueError(f'"created" is beyond the calendar: {value!r}') from None


def _votes(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_VOTES:
        raise ValueError(f'"{name}" is not a number of votes: {value!r}')
    return value


def _state(value: object) -> State:
    if value not in State.values:
        raise ValueError(f'"state" is unknown: {value!r}')
    return State(value)


def _passage(value: object, parent: object) -> Chosen | None:
    if value is None:
        return None
    if parent is not None:
        raise ValueError('"passage" stands at a reply: replies hang where their root does')
    if not isinstance(value, dict):
        raise ValueError('"passage" is no object with a "quote"')
    quote = _text(value.get("quote"), "quote", Passage.LONGEST)
    prefix, suffix = (_context(value.get(name, ""), name) for name in ("prefix", "suffix"))
    return Chosen(quote, prefix=prefix, suffix=suffix)


def _context(value: object, name: str) -> str:
    return _text(value, name, Passage.CONTEXT) if value and str(value).strip() else ""
