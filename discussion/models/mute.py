from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussion.models.voice import Voice


class Mute(models.Model):
    """A reader wants to see what `voice` says folded, wherever it stands. Nobody else hears of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="muted_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "voice"], name="one_mute_a_reader_and_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.voice}"
