from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussion.models.thread import Thread


class Visit(models.Model):
    """Up to which version of a thread a signed-in reader has seen it. Written when he leaves the page, by a post."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="visits")
    version = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "thread"], name="one_visit_a_reader_and_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.thread}: {self.version}"
