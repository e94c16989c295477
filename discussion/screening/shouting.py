"""Text that is hard to read because it is loud. Scripts without capitals cannot shout by them, and marks that belong to
a script are no noise.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models.screening import Says
from discussion.screening.draft import Draft
from discussion.screening.own_words import own_words
from discussion.screening.rule import Finding, Mode, Options, Rule, option

LEAST_WORDS = 5  # fewer may be acronyms
LAUGHTER = frozenset("khwㅋㅎㅠㅜ哈呵笑草ахهخـ")  # people laugh by one letter; the last makes Arabic words longer
LAUGHS = 4  # times as long
NATIVE = 9  # marks in a row that some script needs on one letter, as Tibetan does
CHEROKEE = re.compile("[\u13a0-\u13ff]")  # its ordinary letters are capitals by the standard
_WORDS = re.compile(r"[^\W\d_]+")
_LOUD = re.compile("[!?¡¿\uff01\uff1f\u061f\u203c\u2047-\u2049\u2753-\u2755\u2757]+")
_REPEATED = re.compile(r"([^\W\d_])\1{4,}", re.IGNORECASE)
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_EMOJI = "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff"
_WALL = re.compile(f"[{_EMOJI}\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u200d\ufe0f\\s]+")
_ONE_EMOJI = re.compile(f"(?<!\u200d)(?:[{_EMOJI}]|[\U0001f1e6-\U0001f1ff]{{1,2}})")


@dataclass(frozen=True)
class Loud(Options):
    percent: int = option(70, gettext_lazy("percent of the letters that are capitals"), 30, 100)
    letters: int = option(24, gettext_lazy("letters that a text needs to be judged by its capitals"), 10, 1000)
    marks: int = option(3, gettext_lazy("most ! and ? in a row"), 1, 100)
    same: int = option(9, gettext_lazy("most of one letter in a row"), 4, 1000)
    emoji: int = option(12, gettext_lazy("most emoji in a row"), 1, 1000)
    stacked: int = option(3, gettext_lazy("most marks on one letter, more wait for review"), 2, 100)


def find(draft: Draft, loud: Loud) -> Finding | None:
    """Marks that cover other lines come first, as they wait for review."""
    said = unicodedata.normalize("NFC", own_words(draft.source))
    return next(_findings(said, loud), None)


def capitals(text: str) -> tuple[int, int]:
    """How many of its letters are capitals, and how many letters there are, of all scripts."""
    words = [word for word in _WORDS.findall(text) if not CHEROKEE.search(word)]
    shouted = sum(letter.isupper() for word in words if len(word) > 1 for letter in word)
    return shouted, sum(map(len, words))


def _findings(said: str, loud: Loud) -> Iterator[Finding]:
    stacked = _most_stacked(said)
    if stacked > loud.stacked:
        reason = _("%(count)d marks on one letter; %(most)d are usual.") % {"count": stacked, "most": loud.stacked}
        yield Finding(reason, _("Your text has marks that cover the lines around it."), says=Says.HOLD)
    shouted, letters = capitals(said)
    enough = letters >= loud.letters and len(_WORDS.findall(said)) >= LEAST_WORDS
    if enough and shouted * 100 >= loud.percent * letters:
        numbers = {"share": shouted * 100 // letters, "most": loud.percent}
        reason = _("%(share)d percent of its letters are capitals; the limit is %(most)d.") % numbers
        yield Finding(reason, _("Capitals read as shouting. Please write as you would speak."))
    marks = max(map(len, _LOUD.findall(said)), default=0)
    if marks > loud.marks:
        reason = _("%(count)d marks like ! and ? in a row; the limit is %(most)d.")
        yield Finding(reason % {"count": marks, "most": loud.marks}, _("One ! or ? says it as well."))
    same = max((_weighed(run[0], run[1]) for run in _runs(said)), default=0)
    if same > loud.same:
        reason = _("One letter comes %(count)d times in a row; the limit is %(most)d.")
        yield Finding(reason % {"count": same, "most": loud.same}, _("One letter is repeated very often in your text."))
    emoji = max((len(_ONE_EMOJI.findall(wall)) for wall in _WALL.findall(said)), default=0)
    if emoji > loud.emoji:
        reason = _("%(count)d emoji in a row; the limit is %(most)d.") % {"count": emoji, "most": loud.emoji}
        yield Finding(reason, _("A few emoji say as much as many."))


def _most_stacked(said: str) -> int:
    """Marks of a script on its own letters count where there are more than any script needs."""
    most = max(map(len, _STACKED.findall(said)), default=0)
    if most or said.isascii():
        return most
    return _native(said)


def _native(said: str) -> int:
    most = run = 0
    for character in said:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        most = max(most, run)
    return most if most > NATIVE else 0


def _runs(said: str) -> Iterator[tuple[str, int]]:
    for found in _REPEATED.finditer(said):
        yield found[1].lower(), len(found[0])


def _weighed(letter: str, times: int) -> int:
    return times // LAUGHS if letter in LAUGHTER else times


SHOUTING = Rule(
    code="shouting",
    title=gettext_lazy("Shouting"),
    about=gettext_lazy("Capitals throughout, rows of ! and ?, one letter again and again, walls of emoji."),
    find=find,
    mode=Mode.ON,
    says=Says.NUDGE,
    options=Loud,
)
