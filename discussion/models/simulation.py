from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.screening import Says


class Simulation(models.Model):
    """A rule with settings that are not in force, asked of comments that were posted already. Of these it keeps
    numbers and ids, never words.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Finished")

    code = models.CharField(_("rule"), max_length=20)
    says = models.CharField(_("what it asks for"), max_length=7, choices=Says)
    options = models.JSONField(default=dict)
    # As the rule was set when it began, to compare with: {"mode", "says", "options"}.
    current = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.RUNNING)
    since = models.DateTimeField(_("from"))  # comments posted from then
    until = models.DateTimeField(_("to"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)  # when the latest batch was through
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The oldest comment that was asked about, newest first: the next batch begins after it.
    at = models.DateTimeField(null=True)
    after = models.PositiveBigIntegerField(default=0)
    # {"tried" | "current": {says: {"count", "down", "stand", "latest": [ids]}}}
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("trial of a rule")
        verbose_name_plural = _("trials of rules")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100
