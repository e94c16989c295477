"""What may be watched for, and how it is said to the computer."""

import re
from typing import NamedTuple

import re2
from django.utils.translation import gettext as _

from discussion.screening.words.folding import fold
from discussion.screening.words.tokens import KATAKANA, LETTER, SIGNS, SINGLE

WORD, REGEX = "word", "regex"
STAR = "*"
ELEMENT = re.compile(rf"[{KATAKANA}*]*[{KATAKANA}][{KATAKANA}*]*|[{SINGLE}]|(?:[*]|{LETTER}|[{SIGNS}])+")
BETWEEN = re.compile(r"[\s\-'’.,&/]*")
SHORTEST = 2  # letters
MOST_WORDS = 10
LARGEST = 1 << 17  # bytes that the program of one expression may take
WITHOUT = {
    "look": re.compile(r"\(\?<?[=!]"),
    "back": re.compile(r"\\[1-9]|\(\?P=|\\k[<{']"),
}
# What people write every day. An expression that is found in half of it says nothing about anybody.
EVERYDAY = (
    "I read this twice and I am still not sure what to think.",
    "Thanks! That was the best report of the year, by far.",
    "Why was nobody asked before the bridge was closed?",
    "Das stimmt so nicht: Der Zug fuhr um 8 Uhr, wie immer.",
    "C'est exactement ce que je voulais dire.",
    "No estoy de acuerdo, pero entiendo la idea.",
    "Я прочитал статью и согласен с автором.",
    "هذا مقال جيد جدا",
    "私もそう思います。",
    "OK",
    "42",
    "🙂",
)


class BadPattern(ValueError):
    """Carries a sentence for who typed it."""


class Element(NamedTuple):
    """One word of a phrase; `glob` where it has a star."""

    text: str
    glob: bool


def elements(pattern: str) -> tuple[Element, ...]:
    """The words of a phrase as texts are folded. Raises BadPattern."""
    text = re.sub(r"\*+", STAR, fold(pattern.strip()).text)
    found = [one[0] for one in ELEMENT.finditer(text)]
    between = ELEMENT.split(text)
    if not all(BETWEEN.fullmatch(gap) for gap in between):
        raise BadPattern(_("Write letters, digits and *, as a$$ is found by its letters. Use an expression for signs."))
    if sum(letter.isalnum() for letter in text) < SHORTEST:
        raise BadPattern(_("Write at least %(count)d letters or digits.") % {"count": SHORTEST})
    if STAR in (found[0], found[-1]):
        raise BadPattern(_("A star alone stands for a word between two others."))
    if len(found) > MOST_WORDS:
        raise BadPattern(_("At most %(count)d words.") % {"count": MOST_WORDS})
    for one in found:
        if STAR in one and one != STAR and sum(letter.isalnum() for letter in one) < SHORTEST:
            raise BadPattern(_("With a star, a word needs at least %(count)d letters.") % {"count": SHORTEST})
    return tuple(Element(one, STAR in one) for one in found)


def expression(element: str) -> str:
    """Of a word with stars, for a line of its own between line breaks."""
    parts = [re2.escape(part) for part in element.split(STAR)]
    first = "" if element.startswith(STAR) else "\\n"
    last = "" if element.endswith(STAR) else "\\n"
    return first + "[^\\n]*".join(part for part in parts if part) + last


def compiled(pattern: str) -> "re2._Regexp":
    """An expression by itself. Raises re2.error."""
    return re2.compile(pattern, options(LARGEST))


def options(memory: int) -> re2.Options:
    made = re2.Options()
    made.max_mem, made.log_errors, made.case_sensitive = memory, False, False
    return made


def check(pattern: str, kind: str) -> None:
    """Raises BadPattern for what could not be watched for, or would be found nearly everywhere."""
    if kind == WORD:
        elements(pattern)
        return
    try:
        made = compiled(pattern)
    except re2.error as wrong:
        raise BadPattern(_why(pattern, wrong)) from None
    if made.search(""):
        raise BadPattern(_("It is found in an empty text, so in every comment."))
    if sum(made.search(text) is not None for text in EVERYDAY) * 2 >= len(EVERYDAY):
        raise BadPattern(_("It is found in nearly every comment."))


def _why(pattern: str, wrong: re2.error) -> str:
    if WITHOUT["look"].search(pattern):
        return _("To look ahead or behind, as (?=…) and (?<!…) do, is not possible here: it can take for ever.")
    if WITHOUT["back"].search(pattern):
        return _("References to what was found, as \\1, do not exist here: they can take for ever.")
    words = wrong.args[0] if wrong.args else ""
    words = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    if "too large" in words or "repetition size" in words:
        return _("It is too large. Repeat fewer things, fewer times.")
    return _("It is no regular expression: %(error)s") % {"error": words}
