from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.thread import Thread
from discussion.models.voice import Voice


class Vote(models.Model):
    """+1 or -1 of one voice on one comment."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="votes", verbose_name=_("comment"))
    # The comment's own, so that what a voice cast in one discussion is found without all else that it cast.
    thread = models.ForeignKey(
        Thread, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+", verbose_name=_("thread")
    )
    voice = models.ForeignKey(Voice, models.PROTECT, db_index=False, related_name="votes", verbose_name=_("voice"))
    value = models.SmallIntegerField(_("value"))
    cast_at = models.DateTimeField(_("cast"), default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "voice"], name="one_vote_a_voice_and_comment"),
            models.CheckConstraint(name="votes_are_up_or_down", condition=Q(value__in=[1, -1])),
        ]
        indexes: ClassVar = [models.Index(fields=["voice", "thread"], name="votes_of_a_voice_here")]

    def __str__(self) -> str:
        return f"{self.value:+d}"


class VoteChange(models.Model):
    """What a vote moved, and at which version of the thread: with these rows a walk through a voted
    order can be answered as the order was when it began (conversation/walk.py). A thread keeps its
    newest KEPT; an older walk is answered by the order as it is.
    """

    KEPT = 2000

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="vote_changes")
    version = models.PositiveBigIntegerField()
    up = models.SmallIntegerField()
    down = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "version"], name="one_vote_change_a_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["comment", "version"], name="vote_change_of_comment")]

    def __str__(self) -> str:
        return f"{self.version}: {self.up:+d} {self.down:+d}"
