"""What happens to a comment before anyone sees it: rules, asked in order, and what they said."""

from discussion.screening.draft import Draft
from discussion.screening.keeping import begins, keep, latest_verdict, still_begins
from discussion.screening.pipeline import Screened, Step, in_force, screen
from discussion.screening.rule import Finding, Options, Rule, option
from discussion.screening.rules import RULES
from discussion.screening.survey import REMEMBERED

__all__ = [
    "REMEMBERED",
    "RULES",
    "Draft",
    "Finding",
    "Options",
    "Rule",
    "Screened",
    "Step",
    "begins",
    "in_force",
    "keep",
    "latest_verdict",
    "option",
    "screen",
    "still_begins",
]
