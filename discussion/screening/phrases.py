"""Turns of phrase that somebody new shares with what was stopped lately: robots spin their text, but not every part."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Comment, State
from discussion.models.screening import Says
from discussion.models.state import TAKEN_DOWN
from discussion.screening import rule, survey
from discussion.screening.draft import Draft, Wants
from discussion.screening.likeness import plain
from discussion.screening.rule import Finding, Mode, Options, option
from discussion.screening.runs import beginnings, beginnings_of, said_in, stretch
from discussion.screening.survey import COMPARED, REMEMBERED

WITNESSES = 2  # of whom something waits: one alone may have done nothing wrong
QUOTED = 120  # characters in a reason
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Shared(Options):
    comments: int = option(5, gettext_lazy("comments that must be out before it is not asked"), 1, REMEMBERED)
    words: int = option(7, gettext_lazy("words in a row that two people do not share by chance"), 4, 50)
    letters: int = option(25, gettext_lazy("letters that these must have"), 10, 500)
    days: int = option(7, gettext_lazy("days in which that counts"), 1, 365)


class Stopped(NamedTuple):
    """A comment that screening held or refused, or a moderator took down, as it stands today."""

    id: int
    voice: int
    state: str
    source: str


def find(draft: Draft, shared: Shared) -> Finding | None:
    """Where a moderator let something out, its words count no more, whoever else is stopped with them. Two queries at
    most with that of draft.earlier, of constant work; one more for the article where it is not loaded.
    """
    if draft.out >= shared.comments and draft.known:
        return None
    text = plain(draft.source, longest=Comment.LONGEST)
    said = said_in(text, shared.words, shared.letters)
    found = _found(text, said, draft, shared) if said else {}
    news = found.keys() - _known(draft, shared) if found else set()
    if not news:
        return None
    quoted = stretch(text, news, shared.words, shared.letters)
    comment = next(comment for run, comment in found.items() if run in quoted)
    reason = _("It shares “%(words)s” with comment %(number)d, which was stopped.")
    reason %= {"words": _brief(quoted), "number": comment}
    return Finding(reason, _("A moderator reads it before it is out."))


def wants(draft: Draft, shared: Shared) -> Wants:
    """Of who speaks for the first time, at once; for others it is known later whether it is asked."""
    return Wants(stopped=shared.days if draft.first and not draft.comment else 0)


def stopped(draft: Draft, days: int) -> "QuerySet[Comment, tuple[int, int, str, str]]":
    """See survey.py."""
    since, text = draft.at - timedelta(days=days), Substr("source", 1, COMPARED)
    arms = [
        (said.exclude(pk=draft.comment.pk) if draft.comment else said).values_list("pk", "voice", "state", text)
        for said in survey.stopped(draft.at, since)
    ]
    return arms[0].union(*arms[1:])


def _found(text: str, said: set[str], draft: Draft, shared: Shared) -> dict[str, int]:
    """Runs of the draft that were stopped, with the comment that shows it. What the writer said himself counts
    only once a moderator, or a rule, refused it.
    """
    own = draft.by.pk if draft.by else None
    found: dict[str, int] = {}
    waits: dict[str, dict[int, int]] = defaultdict(dict)
    let_out: set[str] = set()
    begun = beginnings(text, shared.words)
    rows = draft.stopped(shared.days)
    for one in map(Stopped._make, stopped(draft, shared.days) if rows is None else rows):
        if begun.isdisjoint(beginnings_of(one.source, shared.words)):
            continue
        common = said & said_in(plain(one.source), shared.words, shared.letters)
        if one.state == State.PUBLISHED:
            let_out |= common
        elif one.state in TAKEN_DOWN:
            found |= dict.fromkeys(common, one.id)
        elif one.voice != own:
            for run in common:
                waits[run][one.voice] = one.id
    found |= {run: max(by.values()) for run, by in waits.items() if len(by) >= WITNESSES and run not in found}
    return {run: comment for run, comment in found.items() if run not in let_out}


def _known(draft: Draft, shared: Shared) -> set[str]:
    """Runs that stand in the article, in what is answered, or in what is worded anew: no news."""
    article = draft.thread.article
    texts = [article.headline, article.standfirst, unescape(_TAGS.sub(" ", article.body))]
    texts += [one.words for one in (draft.parent, draft.comment) if one]
    longest = max(map(len, texts))
    return {run for text in texts for run in said_in(plain(text, longest), shared.words, shared.letters)}


def _brief(words: str) -> str:
    words = unicodedata.normalize("NFC", words)
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 2]} …"


PHRASES = rule.Rule(
    code="phrases",
    title=gettext_lazy("Turns of phrase"),
    about=gettext_lazy("Somebody new writes many words in a row that stand in what was stopped lately."),
    find=find,
    mode=Mode.ON,
    says=Says.HOLD,
    may_say=(Says.NUDGE, Says.HOLD),
    options=Shared,
    wants=wants,
)
