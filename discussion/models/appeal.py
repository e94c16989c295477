from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.event import Event
from discussion.models.voice import Voice


class Appeal(models.Model):
    """An author asks that somebody else look again at a decision on a comment of his. Once a decision."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Waiting")
        GRANTED = "granted", _("Granted: the comment is back")
        DENIED = "denied", _("Denied: the decision stands")
        MOOT = "moot", _("The decision was undone before")

    decision = models.OneToOneField(Event, models.PROTECT, related_name="appeal", verbose_name=_("decision"))
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="appeals", verbose_name=_("author"))
    text = models.TextField(_("what he says"), max_length=2000)
    at = models.DateTimeField(_("when"), default=timezone.now)
    deadline_at = models.DateTimeField(_("to be decided by"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes: ClassVar = [
            models.Index(fields=["deadline_at", "id"], condition=Q(outcome="open"), name="appeals_open"),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.text[:40]}"
