from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.event import Event
from discussion.models.rule import Rule
from discussion.models.voice import Voice


class ReportQuerySet(models.QuerySet["Report"]):
    def of_present_words(self) -> Self:
        """But for those that are decided and whose comment was worded anew since: who made them may report it again."""
        decided_since = Q(comment__edited_at=None) | Q(comment__edited_at__lte=F("decision__at"))
        return self.filter(Q(decision=None) | decided_since)


class Report(models.Model):
    """A reader's complaint about a comment. It is open until a moderator has decided; undoing that opens it again, but
    where he has reported new words meanwhile.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Nobody has looked yet")
        UPHELD = "upheld", _("The comment was taken down")
        DISMISSED = "dismissed", _("The comment stays")
        MOOT = "moot", _("The comment was gone before")

    FULL_WEIGHT = 100

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    # None: the site itself, by a rule of screening.
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="reports", verbose_name=_("reader"))
    rule = models.CharField(_("reason"), max_length=9, choices=Rule)
    note = models.CharField(_("note"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(default=FULL_WEIGHT, editable=False)  # hundredths, as it was reported
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    decision = models.ForeignKey(Event, models.PROTECT, null=True, editable=False, related_name="reports_decided")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "comment"], condition=Q(outcome="open"), name="one_open_report_a_voice_and_comment"
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(outcome="open", voice=None), name="one_open_report_by_the_site"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decision=None) | ~Q(outcome="open"), name="open_reports_have_no_decision"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["voice", "at"], name="reports_of_a_voice"),
            models.Index(fields=["at"], name="reports_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.comment_id}"
