from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ClassifierQuerySet(models.QuerySet["Classifier"]):
    def light(self) -> Self:
        """Without the weights, which are large."""
        return self.defer("weights")

    def in_the_making(self) -> Self:
        """What a worker left that was killed is not."""
        recently = timezone.now() - Classifier.LONGEST
        return self.filter(stage__in=Classifier.MAKING, asked_at__gte=recently)

    def ready(self) -> Self:
        return self.filter(stage=Classifier.Stage.READY)


class Classifier(models.Model):
    """What was learned, once, from moderators' decisions, and how well it does."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("Waits for the worker")
        READING = "reading", _("Reads decisions")
        LEARNING = "learning", _("Learns from them")
        TESTING = "testing", _("Tests what it learned")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    MAKING = (Stage.ASKED, Stage.READING, Stage.LEARNING, Stage.TESTING)
    LONGEST = timedelta(hours=2)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ASKED)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    trained_at = models.DateTimeField(_("trained"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=False)
    kept_count = models.PositiveIntegerField(_("learned from: kept"), default=0)
    down_count = models.PositiveIntegerField(_("learned from: taken down"), default=0)
    seed_count = models.PositiveIntegerField(_("made-up examples beside them"), default=0)
    # By cross-validation, of what it would hold.
    precision = models.FloatField(_("precision, cross-validated"), null=True, blank=True)
    recall = models.FloatField(_("recall, cross-validated"), null=True, blank=True)
    auc = models.FloatField(_("area under the curve, cross-validated"), null=True, blank=True)
    # Of the rule's latest objections, as moderators decided after them.
    decided_count = models.PositiveIntegerField(_("objections decided on since"), default=0)
    upheld_count = models.PositiveIntegerField(_("of those, taken down"), default=0)
    weights = models.BinaryField(default=b"", editable=False)  # classifier/judging.py packs and unpacks it

    objects = ClassifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("classifier")
        verbose_name_plural = _("classifiers")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_classifier_is_active")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def usable(self) -> bool:
        return self.stage == self.Stage.READY and not self.active
