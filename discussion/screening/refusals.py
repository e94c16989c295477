"""Whose words were mostly rejected lately is read before he is out again."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import State
from discussion.models.screening import Says
from discussion.models.state import TAKEN_DOWN
from discussion.screening.draft import Draft
from discussion.screening.rule import Finding, Mode, Options, Rule, option
from discussion.screening.survey import REMEMBERED


@dataclass(frozen=True)
class Share(Options):
    """`refused` is 0 by default: rules refuse too, so that who once is above it could not come down again by himself,
    however well he writes. What waits for review a moderator can publish, and that counts for him.
    """

    decided: int = option(5, gettext_lazy("comments that must have been decided on"), 1, REMEMBERED)
    percent: int = option(40, gettext_lazy("percent of them that were rejected"), 1, 100)
    days: int = option(30, gettext_lazy("days that count"), 1, 365)
    refused: int = option(0, gettext_lazy("percent from which it is refused, of twice as many; 0: never"), 0, 100)


def find(draft: Draft, share: Share) -> Finding | None:
    """Of the writer's latest comments; those that wait, or that he took back, say nothing about him."""
    since = draft.at - timedelta(days=share.days)
    lately = [one.state for one in draft.earlier if one.posted_at >= since]
    rejected = sum(state in TAKEN_DOWN for state in lately)
    decided = rejected + lately.count(State.PUBLISHED)
    if decided < share.decided or rejected * 100 < share.percent * decided:
        return None
    numbers = {"rejected": rejected, "decided": decided, "days": share.days, "percent": share.percent}
    reason = _("%(rejected)d of the writer's %(decided)d latest comments of %(days)d days were rejected; ") % numbers
    reason += _("the limit is %(percent)d percent.") % numbers
    worst = share.refused and decided >= share.decided * 2 and rejected * 100 >= share.refused * decided
    said = _("Several of your latest comments did not keep to the rules of this discussion.")
    return Finding(reason, said, says=Says.REFUSE if worst else None)


REFUSALS = Rule(
    code="refusals",
    title=gettext_lazy("Rejected before"),
    about=gettext_lazy("Much of what the writer said lately was rejected by moderators, or by the rules here."),
    find=find,
    mode=Mode.ON,
    says=Says.HOLD,
    options=Share,
)
