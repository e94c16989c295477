"""What moderators see of screening: what each rule said of a wording, and how long it took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from discussion.models import Comment, Says, ScreeningRule, Verdict
from discussion.screening import latest_verdict
from discussion.screening.setting import title_of


@dataclass(frozen=True)
class Answer:
    """Of one rule."""

    words: str  # "Held by Links"
    reason: str
    milliseconds: str
    objected: bool
    shadow: bool

    @classmethod
    def of(cls, code: str, says: str, mode: str, milliseconds: float, reason: str) -> Self:
        shadow = mode == ScreeningRule.Mode.SHADOW
        words = _words(Says(says), title_of(code), shadow=shadow)
        return cls(words, reason, number_format(milliseconds), says != Says.PUBLISH, shadow)


@dataclass(frozen=True)
class Screening:
    """The verdict on one wording."""

    says: str
    at: datetime
    wording: int
    answers: list[Answer]
    original: str  # what was sent, where words of it were covered
    took: str  # all rules together, in milliseconds

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """No query."""
        steps = [step for step in verdict.steps if len(step) == 5]
        took = number_format(round(sum(step[3] for step in steps), 2))
        answers, says = [Answer.of(*step) for step in steps], verdict.get_says_display()
        return cls(says, verdict.at, verdict.wording, answers, verdict.original, took)

    @property
    def objections(self) -> list[Answer]:
        """And what rules found that were content, as words to cover."""
        return [answer for answer in self.answers if answer.objected or answer.reason]


def screening_of(comment: Comment) -> Screening | None:
    """Of how it reads now. One query."""
    verdict = latest_verdict(comment)
    return Screening.of(verdict) if verdict and verdict.steps else None


def screenings_of(comment: Comment) -> list[Screening]:
    """Of all its wordings, the newest first. One query."""
    return [Screening.of(verdict) for verdict in comment.verdicts.order_by("-pk") if verdict.steps]


def _words(says: Says, rule: str, *, shadow: bool) -> str:
    told = {
        Says.PUBLISH: _("Let through by %(rule)s"),
        Says.NUDGE: _("Its writer was asked to look again by %(rule)s"),
        Says.HOLD: _("Held by %(rule)s"),
        Says.REFUSE: _("Refused by %(rule)s"),
    }
    in_shadow = {
        Says.PUBLISH: told[Says.PUBLISH],
        Says.NUDGE: _("%(rule)s would have asked its writer to look again"),
        Says.HOLD: _("%(rule)s would have held it"),
        Says.REFUSE: _("%(rule)s would have refused it"),
    }
    return (in_shadow if shadow else told)[says] % {"rule": rule}
