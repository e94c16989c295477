from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.rule import Rule
from discussion.models.screening import ScreeningRule, Verdict
from discussion.models.voice import Voice


class WatchedWord(models.Model):
    """What comments are searched for. Rows are made and changed by watch_word() alone, which tells all processes."""

    class Kind(models.TextChoices):
        WORD = "word", _("Word or phrase, with * for any letters")
        REGEX = "regex", _("Regular expression")

    class Action(models.TextChoices):
        """Mildest first."""

        FLAG = "flag", _("Flag: published, and moderators are asked to look")
        CENSOR = "censor", _("Censor: published with ■ for its letters")
        NUDGE = "nudge", _("Nudge: ask the writer to look again")
        HOLD = "hold", _("Hold for review")
        SILENCE = "silence", _("Silence: hold it, and all that its writer says from now on")
        BLOCK = "block", _("Block: refuse it")

    LONGEST = 200

    pattern = models.CharField(_("pattern"), max_length=LONGEST)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.WORD)
    action = models.CharField(_("action"), max_length=7, choices=Action, default=Action.HOLD)
    mode = models.CharField(_("mode"), max_length=6, choices=ScreeningRule.Mode, default=ScreeningRule.Mode.ON)
    rule = models.CharField(_("reason of a flag"), max_length=9, choices=Rule, default=Rule.ATTACK)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(Voice, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")
        ordering: ClassVar = ["pattern", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "pattern"], name="one_watched_word_a_pattern"),
        ]

    def __str__(self) -> str:
        return self.pattern


class WordMatch(models.Model):
    """That a watched word was in a text. Rows are added, and counted when somebody asks: no counter is contended."""

    word = models.ForeignKey(WatchedWord, models.CASCADE, related_name="matches")
    verdict = models.ForeignKey(Verdict, models.CASCADE, related_name="word_matches")

    def __str__(self) -> str:
        return f"{self.word_id} in {self.verdict_id}"
