from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.screening import Verdict

KEPT = timedelta(days=30)


class StoppedManager(models.Manager["Stopped"]):
    def get_queryset(self) -> "models.QuerySet[Stopped]":
        return super().get_queryset().filter(comment=None, at__gte=timezone.now() - KEPT)


class Stopped(Verdict):
    """A verdict on what never became a comment, or never a wording: its writer got his form back."""

    objects: ClassVar[StoppedManager] = StoppedManager()

    class Meta:
        proxy = True
        verbose_name = _("stopped at the door")
        verbose_name_plural = _("stopped at the door")
