from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.thread import Thread
from discussion.models.voice import Voice

BANDS = ("band_1", "band_2", "band_3", "band_4")


class Says(models.TextChoices):
    """What a rule says of a comment, mildest first."""

    PUBLISH = "publish", _("Publish")
    NUDGE = "nudge", _("Ask the writer to look again")
    HOLD = "hold", _("Hold for review")
    REFUSE = "refuse", _("Refuse")

    @property
    def weight(self) -> int:
        return list(type(self)).index(self)


class ScreeningRule(models.Model):
    """How one rule of screening acts on this site. A rule without a row acts as its module says."""

    class Mode(models.TextChoices):
        ON = "on", _("On")
        SHADOW = "shadow", _("Shadow: counted, without effect")
        OFF = "off", _("Off")

    code = models.CharField(max_length=20, unique=True, editable=False)
    mode = models.CharField(_("mode"), max_length=6, choices=Mode)
    says = models.CharField(_("what it asks for"), max_length=7, choices=Says)
    options = models.JSONField(default=dict, blank=True, editable=False)  # by the fields of the rule's Options
    # Grows with every change of what the rule reads elsewhere, as watched words: processes keep it by this.
    version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("screening rule")
        verbose_name_plural = _("screening rules")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.code

    def touch(self) -> None:
        """By the clock, so that a backup that is brought back is not taken for what a process has kept."""
        now = int(timezone.now().timestamp() * 1_000_000)
        type(self).objects.filter(pk=self.pk).update(version=Greatest(F("version") + 1, now))


class Verdict(models.Model):
    """What screening said of one wording: of a comment, or of what never became one. Rows are only ever added."""

    # As SQLite reads an index of these it must be asked for them in just this form: it sees nothing in an IN.
    STOPPED = Q(says=Says.HOLD) | Q(says=Says.REFUSE)

    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="verdicts", verbose_name=_("comment"))
    wording = models.PositiveSmallIntegerField(default=0, editable=False)  # how many wordings were before it
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="verdicts", verbose_name=_("who"))
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="verdicts", verbose_name=_("thread"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    says = models.CharField(_("verdict"), max_length=7, choices=Says)
    said = models.CharField(max_length=300, blank=True)  # to the writer
    # A step for each rule that was asked, in their order: [code, says, mode, milliseconds, reason].
    steps = models.JSONField(default=list)
    original = models.TextField(blank=True)  # what was written, where words of it were covered
    # By which texts that are nearly the same are found; None where it is short. See screening/likeness.py.
    band_1 = models.BigIntegerField(null=True, editable=False)
    band_2 = models.BigIntegerField(null=True, editable=False)
    band_3 = models.BigIntegerField(null=True, editable=False)
    band_4 = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="verdicts_by_time"),
            models.Index(fields=["at"], condition=Q(says="hold") | Q(says="refuse"), name="verdicts_that_stopped"),
            *(
                models.Index(fields=[band, "at"], condition=Q(**{f"{band}__isnull": False}), name=f"verdicts_by_{band}")
                for band in BANDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_says_display()} {self.at:%Y-%m-%d %H:%M}"


class Objection(models.Model):
    """That a rule said anything but "publish", to be counted and compared with what moderators decided."""

    verdict = models.ForeignKey(Verdict, models.CASCADE, related_name="objections")
    code = models.CharField(max_length=20)  # of the rule
    says = models.CharField(max_length=7, choices=Says)
    shadow = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code", "at"], name="objections_of_a_rule")]

    def __str__(self) -> str:
        return f"{self.code}: {self.says}"
