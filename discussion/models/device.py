from django.db import models
from django.utils import timezone

from discussion.models.voice import Voice


class Device(models.Model):
    """A browser that speaks as a guest. Its cookie holds a signed secret; here is only the secret's digest, so that
    nobody who reads the database can speak for him.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, in hexadecimal digits
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.voice} {self.made_at:%Y-%m-%d}"
