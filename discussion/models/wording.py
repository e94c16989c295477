from typing import ClassVar

from django.db import models

from discussion.models.comment import Comment


class Wording(models.Model):
    """How a comment read before an edit."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="wordings")
    source = models.TextField()
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.source[:60]
