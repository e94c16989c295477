from typing import ClassVar

from django.db import models
from django.utils import timezone


class Salt(models.Model):
    """A day's own. With it goes the last chance to tell what address a footprint of that day was left from."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"


class Footprint(models.Model):
    """That something was done from an address' neighbourhood (a /24, or a /64), which is kept as a salted digest
    only: what limits count.
    """

    class Act(models.TextChoices):
        POST = "post"
        VOTE = "vote"
        REPORT = "flag"
        MAIL = "mail"  # something that sends a mail to an address that was typed in

    act = models.CharField(max_length=4, choices=Act)
    digest = models.CharField(max_length=64)  # HMAC-SHA256 under the salt of its day, in hexadecimal digits
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["digest", "act", "at"], name="footprints_by_digest"),
            models.Index(fields=["at"], name="footprints_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"
