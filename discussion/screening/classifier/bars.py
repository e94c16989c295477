"""What the classifier's rule must reach, as this site has set it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from discussion.models import ScreeningRule
from discussion.screening.rule import Options, option

CODE = "classifier"


@dataclass(frozen=True)
class Bars(Options):
    threshold: int = option(90, gettext_lazy("per cent: how likely it must be that a moderator takes it down"), 50, 99)
    precision: int = option(
        90, gettext_lazy("per cent of what it would have held that must have been taken down"), 50, 99
    )


def bars() -> Bars:
    """One query."""
    row = ScreeningRule.objects.filter(code=CODE).first()
    return Bars.of(row.options if row else {})
