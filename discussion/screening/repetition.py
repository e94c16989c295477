"""The same text again, or nearly the same, by its writer or by others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Comment
from discussion.models.screening import BANDS, Says
from discussion.screening.draft import Draft, Wants
from discussion.screening.likeness import Bands, alike, plain
from discussion.screening.rule import Finding, Mode, Options, Rule, option
from discussion.screening.survey import copies


@dataclass(frozen=True)
class Likeness(Options):
    percent: int = option(85, gettext_lazy("percent from which two texts are alike"), 50, 100)
    days: int = option(7, gettext_lazy("days in which that counts"), 1, 365)


class Copy(NamedTuple):
    """A comment that is like the draft."""

    id: int
    own: bool
    percent: int  # 101: word by word, but for signs and capitals


def find(draft: Draft, likeness: Likeness) -> Finding | None:
    """Short texts never count: many people thank. At most one query, of constant work."""
    if draft.bands is None:
        return None
    rows = draft.copies(likeness.days)
    rows = list(candidates(draft, draft.bands, likeness.days)) if rows is None else rows
    compared = [_compared(draft.plain, row, draft, likeness.percent) for row in rows]
    copy = max((one for one in compared if one.percent), key=lambda one: (one.own, one.percent), default=None)
    return _finding(copy) if copy else None


def wants(draft: Draft, likeness: Likeness) -> Wants:
    return Wants(copies=0 if draft.comment else likeness.days)


def candidates(draft: Draft, bands: Bands, days: int) -> "QuerySet[Comment, tuple[int, int, str]]":
    since = draft.at - timedelta(days=days)
    arms = [
        said.exclude(pk=draft.comment.pk) if draft.comment else said
        for said in copies(draft.at, since, dict(zip(BANDS, bands, strict=True)))
    ]
    first, *others = [said.values_list("pk", "voice", "source") for said in arms]
    return first.union(*others)


def _compared(text: str, row: tuple[int, int, str], draft: Draft, least: int) -> Copy:
    pk, voice, source = row
    own = draft.by is not None and voice == draft.by.pk
    other = plain(source)
    return Copy(pk, own, 101 if other == text else alike(text, other, least))


def _finding(copy: Copy) -> Finding:
    numbers = {"number": copy.id, "percent": min(copy.percent, 100)}
    if copy.own and copy.percent > 100:
        reason = _("Word by word what the writer said in comment %(number)d.")
        said = _("You have said that already. It stands where you said it; add what is new.")
        return Finding(reason % numbers, said, says=Says.NUDGE)
    whose = (
        _("%(percent)d percent like the writer’s own comment %(number)d.")
        if copy.own
        else _("%(percent)d percent like comment %(number)d of somebody else.")
    )
    return Finding(whose % numbers, _("Something very like it was said already. A moderator looks at it."))


REPETITION = Rule(
    code="repetition",
    title=gettext_lazy("Repetition"),
    about=gettext_lazy("The same text again, or nearly the same, whoever writes it. Short texts may be repeated."),
    find=find,
    mode=Mode.ON,
    says=Says.HOLD,
    options=Likeness,
    wants=wants,
)
