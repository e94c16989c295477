"""The first comments of somebody new are read before they are out, where a site wants that."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.rule import Finding, Mode, Options, Rule, option
from discussion.screening.survey import REMEMBERED


@dataclass(frozen=True)
class First(Options):
    comments: int = option(
        1, gettext_lazy("comments that must be out before the next is not read first"), 1, REMEMBERED
    )


def find(draft: Draft, first: First) -> Finding | None:
    """What is out counts, not what was sent: ten in one minute do not make ten good ones."""
    if draft.out >= first.comments:
        return None
    reason = ngettext(
        "%(out)d of the writer's comments is out; the first %(first)d are read before.",
        "%(out)d of the writer's comments are out; the first %(first)d are read before.",
        draft.out,
    )
    numbers = {"out": draft.out, "first": first.comments}
    return Finding(reason % numbers, _("Welcome! A moderator reads the first words of everybody here."))


NEWCOMERS = Rule(
    code="newcomers",
    title=gettext_lazy("Newcomers"),
    about=gettext_lazy("The first comments of everybody wait for a moderator."),
    find=find,
    mode=Mode.OFF,
    says=Says.HOLD,
    may_say=(Says.HOLD,),
    options=First,
    edits=False,
)
