"""One word before it is watched for, to be tried on the comments of the last 30 days."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import WatchedWord
from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.pipeline import InForce
from discussion.screening.rule import Finding, Mode, Options, Rule, option
from discussion.screening.words.matching import Matcher
from discussion.screening.words.rule import ASKS


@dataclass(frozen=True)
class OneWord(Options):
    pattern: str = option("", gettext_lazy("pattern"))
    kind: str = option(WatchedWord.Kind.WORD.value, gettext_lazy("kind"))


def find(draft: Draft, word: OneWord) -> Finding | None:
    if not word.pattern or not _matcher(word.pattern, word.kind).matches(draft.source):
        return None
    return Finding(_("It has the word."))


def as_rule(word: WatchedWord) -> InForce:
    """For simulating.start(). What is only covered or flagged counts as held: the trial shows where it is found."""
    says = ASKS.get(WatchedWord.Action(word.action), Says.HOLD)
    return InForce(ONE_WORD, Mode.ON, says, OneWord(word.pattern, word.kind))


@lru_cache(maxsize=8)
def _matcher(pattern: str, kind: str) -> Matcher:
    return Matcher([WatchedWord(pattern=pattern, kind=kind)])


ONE_WORD = Rule(
    code="one_word",
    title=gettext_lazy("A watched word"),
    about=gettext_lazy("One word by itself, as it would be watched for."),
    find=find,
    mode=Mode.OFF,
    says=Says.HOLD,
    options=OneWord,
)
