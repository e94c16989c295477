from django.db import models

from discussion.models.event import Event


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

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"
