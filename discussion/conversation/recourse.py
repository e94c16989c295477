"""What the author of a comment can do against a decision about it, or what became of what he did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from discussion.appealing import LED_TO, decision_about, may_appeal
from discussion.models import Appeal, Comment

Outcome = Appeal.Outcome


@dataclass(frozen=True)
class Recourse:
    """`until`: by when an answer is due. `answer`: what a moderator said to the appeal."""

    may: bool
    words: str = ""
    text: str = ""
    until: datetime | None = None
    answer: str = ""

    @classmethod
    def of(cls, comment: Comment) -> Self | None:
        """For its author alone. None where there is nothing to say. At most two queries, for what is out none."""
        if comment.state not in LED_TO.values():
            return None
        decision = decision_about(comment)
        if decision is None:
            return None
        appeal = Appeal.objects.filter(decision=decision).first()
        if appeal:
            return cls.after(appeal)
        return cls(True) if may_appeal(True, decision, comment) else None

    @classmethod
    def after(cls, appeal: Appeal) -> Self:
        if appeal.outcome == Outcome.OPEN:
            words = _("You have appealed. Another moderator looks at it.")
            return cls(False, words, appeal.text, until=appeal.deadline_at)
        if appeal.outcome == Outcome.GRANTED:
            return cls(False, _("Your appeal was granted."), appeal.text, answer=appeal.answer)
        if appeal.outcome == Outcome.DENIED:
            return cls(False, _("Your appeal was denied. The decision stands."), appeal.text, answer=appeal.answer)
        return cls(False, _("Your appeal needed no answer any more."), appeal.text)
