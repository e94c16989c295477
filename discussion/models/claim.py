from django.conf import settings
from django.db import models

from discussion.models.comment import Comment


class Claim(models.Model):
    """A moderator has this comment before him, until then: nobody else decides on it meanwhile."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.comment_id}"
