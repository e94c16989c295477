"""The outbox: mails that are to leave, are leaving, or have left. docs/decisions/0008 says why rows of ours."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.event import Event
from discussion.models.subscription import Subscription
from discussion.models.voice import Voice

OPEN = Q(sent_at=None, failed_at=None)
LETTERS = Q(comment=None, event=None)


class MailQuerySet(models.QuerySet["Mail"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def due(self, now: datetime) -> Self:
        """Open, their time has come, and no worker has them in hand; one that was killed holds them no longer."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def letters(self) -> Self:
        """About nothing that happened: somebody sits before a page and waits for them."""
        return self.filter(LETTERS)

    def news(self) -> Self:
        return self.exclude(LETTERS)

    def failed(self) -> Self:
        return self.filter(failed_at__isnull=False)


class Mail(models.Model):
    """One mail to one person about one comment; several that leave together share a `message_id`. Or one that a
    guest himself caused, about no comment, a letter: to confirm his address, or with the link to all that is his.
    A mail that nobody wants any more is deleted; what has left is kept for a while, see notifications/tidying.py.
    """

    class Kind(models.TextChoices):
        THREAD = "thread", _("all new comments")
        MINE = "mine", _("replies to my comments")
        BRANCH = "branch", _("replies below one comment")
        MENTION = "mention", _("mentions of me")
        CONFIRM = "confirm", _("confirmation of an address")
        LINK = "link", _("link to one's own comments")
        DECISION = "decided", _("a decision of moderators")
        REVIEW = "review", _("something that waits for moderators")

    ABOUT_NO_COMMENT = (Kind.CONFIRM, Kind.LINK)
    OF_EVENTS = (Kind.DECISION, Kind.REVIEW)

    voice = models.ForeignKey(Voice, models.CASCADE, db_index=False, related_name="mails", verbose_name=_("voice"))
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("comment")
    )
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="mails")  # of OF_EVENTS
    kind = models.CharField(_("why"), max_length=7, choices=Kind)
    pace = models.CharField(_("how soon"), max_length=7, choices=Subscription.Pace)
    address = models.EmailField(_("to"), blank=True)  # empty: it left long ago
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)  # in the hands of a worker until then
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    error = models.CharField(_("what the mail server said"), max_length=500, blank=True)
    message_id = models.CharField(max_length=200, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    rests_on: Subscription | None = None  # no column: what was found when it was last asked whether he wants it

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "comment"], condition=Q(event=None), name="one_mail_a_voice_and_comment"
            ),
            models.UniqueConstraint(
                fields=["voice", "event"], condition=Q(event__isnull=False), name="one_mail_a_voice_and_event"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["confirm", "link"], comment=None, event=None)
                | Q(kind__in=["decided", "review"], event__isnull=False)
                | (~Q(kind__in=["confirm", "link", "decided", "review"]) & Q(comment__isnull=False, event=None)),
                name="mails_name_what_they_tell",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=OPEN, name="mails_open"),
            models.Index(fields=["due_at", "id"], condition=OPEN & LETTERS, name="letters_open"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="mails_failed"),
            models.Index(fields=["address", "sent_at"], name="mails_to_an_address"),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="mails_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.comment_id or self.kind}"

    @property
    def is_letter(self) -> bool:
        return self.comment_id is None and self.event_id is None

    @property
    def said(self) -> Comment:
        """What it tells of. Whoever asks a letter has mixed them up."""
        if self.comment is None:
            raise ValueError(f"{self.kind} is about no comment")
        return self.comment

    @property
    def at_once(self) -> bool:
        return self.pace == Subscription.Pace.AT_ONCE


class Suppressed(models.Model):
    """An address whose server said that there is nobody of that name: nothing is mailed there until
    `manage.py mail_queue --retry` forgets it.
    """

    address = models.EmailField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.address
