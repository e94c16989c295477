"""Comments are searched for watched words, and the strictest of them decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import caches
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import WatchedWord
from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.rule import Finding, Mode, Options, Rule
from discussion.screening.words.folding import cover
from discussion.screening.words.matching import Match, Matcher
from discussion.screening.words.watching import CODE, MODE, SAYS

Action = WatchedWord.Action
ASKS = {Action.NUDGE: Says.NUDGE, Action.HOLD: Says.HOLD, Action.SILENCE: Says.HOLD, Action.BLOCK: Says.REFUSE}
SHOWN = (Action.CENSOR, Action.NUDGE)  # whose places are looked for: covered, or quoted to the writer
NAMED = 20


@dataclass(frozen=True)
class Found:
    """A word in a text, in force or in shadow."""

    word: WatchedWord
    match: Match

    @property
    def counts(self) -> bool:
        return self.word.mode == Mode.ON

    @property
    def says(self) -> Says:
        """What cannot be covered everywhere must not come out."""
        if self.word.action == Action.CENSOR and self.match.everywhere:
            return Says.HOLD
        return ASKS.get(Action(self.word.action), Says.PUBLISH)


class Watch:
    """All words that are not off, ready to be looked for."""

    def __init__(self, words: Iterable[WatchedWord]) -> None:
        self.words = list(words)
        self.matcher = Matcher(self.words)
        self.shown = [number for number, word in enumerate(self.words) if word.action in SHOWN]

    def found_in(self, source: str) -> list[Found]:
        return [Found(self.words[match.number], match) for match in self.matcher.matches(source, self.shown)]


def watch_of(version: int) -> Watch:
    """As of that version of the rule's row. One query when the words have changed since this process last looked."""
    kept: tuple[int, Watch] | None = caches["pages"].get("watched words")
    if kept is None or kept[0] != version:
        kept = version, Watch(WatchedWord.objects.exclude(mode=Mode.OFF).order_by("pk"))
        caches["pages"].set("watched words", kept, timeout=None)
    return kept[1]


def find(draft: Draft, options: Options) -> Finding | None:
    """Without a row nobody has ever watched a word, and no query is asked."""
    found = watch_of(draft.version).found_in(draft.source) if draft.version else []
    return finding(found, draft.source) if found else None


def finding(found: list[Found], source: str) -> Finding:
    """The strictest of those that count; the others are named and counted."""
    on = [one for one in found if one.counts]
    says = max((one.says for one in on), key=lambda says: says.weight, default=Says.PUBLISH)
    covered = [place for one in on if one.word.action == Action.CENSOR for place in one.match.places]
    flags = [one.word.rule for one in on if one.word.action == Action.FLAG]
    return Finding(
        reason=_reason(found),
        said=_said(says, on, source),
        says=says,
        source=cover(source, covered) if covered else None,
        silence=any(one.word.action == Action.SILENCE for one in on),
        flag=bool(flags),
        rule=flags[0] if flags else "",
        matched=tuple(one.word.pk for one in found),
    )


def _reason(found: list[Found]) -> str:
    named = ", ".join(map(_named, found[:NAMED]))
    if len(found) > NAMED:
        named = _("%(words)s and %(count)d more") % {"words": named, "count": len(found) - NAMED}
    return _("Watched words: %(words)s.") % {"words": named}


def _named(one: Found) -> str:
    said = {"pattern": one.word.pattern, "action": one.word.action}
    if one.counts:
        return _("“%(pattern)s” (%(action)s)") % said
    return _("“%(pattern)s” (%(action)s, in shadow)") % said


def _said(says: Says, on: list[Found], source: str) -> str:
    if says == Says.REFUSE:
        return _("It says something that is not published here. You can say it in other words.")
    if says == Says.HOLD:
        return _("A moderator reads it before others can.")
    if says == Says.NUDGE:
        quoted = [one.match.quoted(source) for one in on if one.word.action == Action.NUDGE]
        words = ", ".join(f"“{words}”" for words in dict.fromkeys(quoted[:3]))
        return _("Please think again about %(words)s.") % {"words": words}
    if any(one.word.action == Action.CENSOR for one in on):
        return _("Some words were covered.")
    return ""


WATCHED_WORDS = Rule(
    code=CODE,
    title=gettext_lazy("Watched words"),
    about=gettext_lazy("Words, phrases and expressions that this site looks for. Each says itself what follows."),
    find=find,
    mode=MODE,
    says=SAYS,
    may_say=(SAYS,),
)
