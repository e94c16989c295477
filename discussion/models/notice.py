from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.event import Event
from discussion.models.voice import Voice


class Notice(models.Model):
    """A line of somebody's inbox on the site: a comment that he is told of, and why; or a decision of moderators that
    concerns him, on a comment (DECISION) or on himself.
    """

    class Reason(models.TextChoices):
        BRANCH = "branch", _("It answers below a comment that you follow.")
        MINE = "mine", _("It answers you.")
        MENTION = "mention", _("It mentions you.")
        AUTHOR = "author", _("It stands under an article of yours.")
        THREAD = "thread", _("You follow the discussion.")
        DECISION = "decided", _("Moderators decided.")

    voice = models.ForeignKey(Voice, models.CASCADE, db_index=False, related_name="notices", verbose_name=_("voice"))
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("comment")
    )
    # Of a decision alone: what was decided.
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="notices", verbose_name=_("decision"))
    reason = models.CharField(_("why"), max_length=7, choices=Reason)
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "comment"], condition=Q(event=None), name="one_notice_a_voice_and_comment"
            ),
            models.UniqueConstraint(
                fields=["voice", "event"], condition=Q(event__isnull=False), name="one_notice_a_voice_and_decision"
            ),
            models.CheckConstraint(
                condition=Q(reason="decided", event__isnull=False)
                | (~Q(reason="decided") & Q(event=None, comment__isnull=False)),
                name="notices_name_what_they_tell",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["voice", "-id"], name="notices_of_a_voice"),
            models.Index(fields=["voice"], condition=Q(seen_at=None), name="notices_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.comment_id}"
