"""The same text again, or nearly the same, by its writer or by others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Comment, State
from discussion.models.screening import BANDS, Says, Verdict
from discussion.screening.draft import Draft
from discussion.screening.likeness import Bands, alike, bands_of, plain
from discussion.screening.rule import Finding, Mode, Options, Rule, option

EACH = 5  # that are compared of each band, the latest
TAKEN_BACK = (State.WITHDRAWN, State.ERASED)


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
    text = plain(draft.source)
    bands = bands_of(text)
    if bands is None:
        return None
    copies = [_compared(text, row, draft, likeness.percent) for row in candidates(draft, bands, likeness.days)]
    copy = max((one for one in copies if one.percent), key=lambda one: (one.own, one.percent), default=None)
    return _finding(copy) if copy else None


def candidates(draft: Draft, bands: Bands, days: int) -> "QuerySet[Comment, tuple[int, int, str]]":
    """The latest few of each band, however many there are: of a wave of copies one is as good as all. One arm for each,
    as both databases then read an index and stop; with OR they read and sort all that match.
    """
    arms = [_arm(draft, name, band, days) for name, band in zip(BANDS, bands, strict=True)]
    return arms[0].union(*arms[1:])


def _arm(draft: Draft, name: str, band: int, days: int) -> "QuerySet[Comment, tuple[int, int, str]]":
    lately = Verdict.objects.filter(at__gte=draft.at - timedelta(days=days), at__lt=draft.at, comment__isnull=False)
    if draft.comment:
        lately = lately.exclude(comment=draft.comment)
    latest = lately.filter(**{name: band}).order_by("-at").values("comment")[:EACH]
    said = Comment.objects.filter(pk__in=latest).exclude(state__in=TAKEN_BACK).order_by()
    return said.values_list("pk", "voice", "source")


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
)
