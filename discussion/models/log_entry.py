from collections.abc import Iterable
from typing import Self

from django.db import models

from discussion.models.event import Event
from discussion.models.voice import Voice


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def about(self, voices: Iterable[Voice]) -> Self:
        return self.filter(event__about__in=list(voices))

    def forget(self) -> None:
        """Drops what these links say; that they were, and in which order, still verifies."""
        self.update(salt="", payload="")


class LogEntry(models.Model):
    """A link of the chain over what moderators did. `seal` is an HMAC of `payload` under `salt`; `digest` is a hash of
    the previous link's digest, the number and `seal`. Erasing a person drops salt and payload, and the chain still
    verifies. Written by one task only, see discussion/moderating/chain.py.
    """

    number = models.PositiveBigIntegerField(unique=True)  # 1, 2, 3 without gaps
    event = models.OneToOneField(Event, models.PROTECT, related_name="log_entry")
    salt = models.CharField(max_length=64, blank=True)
    payload = models.TextField(blank=True)  # JSON, as it was sealed
    seal = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = LogEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"
