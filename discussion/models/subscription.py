from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.thread import Thread
from discussion.models.voice import Voice


class Subscription(models.Model):
    """Who wants to be told by mail of what, and how soon; or that he wants to hear nothing of a thread. MENTION and
    REVIEW are of no thread: they hold for all of the site, REVIEW for moderators, of what waits for them.
    """

    class Kind(models.TextChoices):
        THREAD = "thread", _("all new comments")
        MINE = "mine", _("replies to my comments")
        BRANCH = "branch", _("replies below one comment")
        MENTION = "mention", _("mentions of me")
        REVIEW = "review", _("what waits for moderators")
        MUTED = "muted", _("nothing")

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        HOURLY = "hourly", _("once an hour")
        DAILY = "daily", _("once a day")

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="subscriptions", verbose_name=_("voice"))
    thread = models.ForeignKey(
        Thread, models.CASCADE, null=True, blank=True, related_name="subscriptions", verbose_name=_("thread")
    )
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="subscriptions", verbose_name=_("comment")
    )
    kind = models.CharField(_("of what"), max_length=7, choices=Kind)
    pace = models.CharField(_("how soon"), max_length=7, choices=Pace, default=Pace.AT_ONCE)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "thread", "kind"], condition=Q(comment=None), name="one_subscription_a_thread"
            ),
            models.UniqueConstraint(
                fields=["voice", "comment"], condition=~Q(comment=None), name="one_subscription_a_comment"
            ),
            models.UniqueConstraint(
                fields=["voice", "kind"], condition=Q(thread=None), name="one_subscription_to_the_site"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["mention", "review"], thread=None)
                | (~Q(kind__in=["mention", "review"]) & Q(thread__isnull=False)),
                name="all_but_these_name_a_thread",
            ),
            models.CheckConstraint(
                condition=Q(kind="branch", comment__isnull=False) | (~Q(kind="branch") & Q(comment=None)),
                name="branches_name_a_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.get_kind_display()}"
