"""The chain over what moderators did, and what the site did by itself in their place: one link an Event, each sealed
and hashed onto the one before, so that no row can be changed, slipped in or taken out later without a trace.

The order of the chain is that of its numbers. It is mostly, not always, that of the events' ids: PostgreSQL hands out
ids before it commits, so an event may be seen after one with a higher id, and is chained then.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from discussion.models import Event, LogEntry
from discussion.models.event import IS_LOGGED

BEFORE_THE_FIRST = "0" * 64
AT_A_TIME = 500
NEAR = 2000  # ids below the highest that is chained, where a late event is looked for in each round


def chain() -> bool:
    """A Round: links what is not linked yet. Whether there may be more. One query where there is nothing to do."""
    newest = LogEntry.objects.aggregate(newest=Max("event"))["newest"] or 0
    return _link(unlinked().filter(pk__gt=newest - NEAR))


def chain_stragglers() -> bool:
    """A rarer Round: the same of all events, however late they came."""
    return _link(unlinked())


def unlinked() -> QuerySet[Event]:
    return Event.objects.filter(IS_LOGGED, log_entry=None).order_by("pk")


def payload_of(event: Event) -> str:
    """What is sealed of an event: ids and words, in the one way of writing them."""
    facts = {
        "id": event.pk,
        "kind": event.kind,
        "at": event.at.isoformat(timespec="microseconds"),
        "by": event.by_id,
        "about": event.about_id,
        "comment": event.comment_id,
        "thread": event.thread_id,
        "rule": event.rule,
        "reason": event.reason,
        "was": event.was,
        "batch": str(event.batch) if event.batch else None,
        "kept": event.kept,
        "undoes": event.undoes_id,
    }
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_of(salt: str, payload: str) -> str:
    return hmac.new(salt.encode(), payload.encode(), hashlib.sha256).hexdigest()


def digest_of(previous: str, number: int, event: int, seal: str) -> str:
    return hashlib.sha256(f"{previous}|{number}|{event}|{seal}".encode()).hexdigest()


def _link(events: QuerySet[Event]) -> bool:
    if not events.exists():
        return False  # asked before a transaction, which on SQLite keeps all writers waiting
    try:
        with transaction.atomic():
            # What somebody is erasing right now is skipped: it comes in a later round, with what is left of it.
            found = list(events.select_for_update(skip_locked=True, no_key=True, of=("self",))[:AT_A_TIME])
            LogEntry.objects.bulk_create(_links(found))
    except IntegrityError:
        return True  # another worker took these numbers: a number is given once
    return len(found) == AT_A_TIME


def _links(events: Iterable[Event]) -> Iterator[LogEntry]:
    last = LogEntry.objects.order_by("-number").first()
    number, digest = (last.number, last.digest) if last else (0, BEFORE_THE_FIRST)
    for event in events:
        number, salt, payload = number + 1, secrets.token_hex(32), payload_of(event)
        seal = seal_of(salt, payload)
        digest = digest_of(digest, number, event.pk, seal)
        yield LogEntry(number=number, event=event, salt=salt, payload=payload, seal=seal, digest=digest)
