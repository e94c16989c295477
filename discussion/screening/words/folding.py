"""Text as the eye reads it: what is invisible left out, letters in one form, and where each of them stands in what was
written. See docs/watched-words.md.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Letters that print nothing: a joiner, fillers, the empty braille cell.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
LONGEST_FORM = 4  # what one character stands for; a few stand for whole sentences
JAMO = range(0x1160, 0x1200)
# Letters in circles and squares that no normal form knows.
ENCLOSED = {chr(first + n): chr(97 + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)}
MARK, NOTHING = "\0mark", ""
BLACK = "■"
LETTER = re.compile(r"[^\W_]|[@$€]|(?<=[^\W_])[!|](?=[^\W_])")


@dataclass(frozen=True)
class Folded:
    """`text`, and for each of its characters which part of what was written it is. Without `spans` it is all one to
    one.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `start` to `end` of the text stands in what was written."""
        if self.spans is None:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]

    def parts(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Where each letter and digit of that stands, and each sign that is read as one."""
        return [
            self.span(start + found.start(), start + found.end()) for found in LETTER.finditer(self.text[start:end])
        ]


def fold(source: str, case: bool = False) -> Folded:
    """`case`: whether capitals stay what they are."""
    form = _cased if case else _caseless
    forms = {character: form(character) for character in set(source)}
    odd = frozenset(character for character, shown in forms.items() if not _is_plain(shown))
    plain = str.maketrans({character: shown for character, shown in forms.items() if character not in odd})
    if not odd and "&" not in source:
        return Folded(source.translate(plain))
    return _Folding(source, form, odd, plain).folded()


def cover(source: str, places: Iterable[tuple[int, int]]) -> str:
    """With a black square for each of these places."""
    parts, done = [], 0
    for start, end in sorted(set(places)):
        if start < done:
            continue
        parts += [source[done:start], BLACK]
        done = end
    return "".join(parts) + source[done:]


class _Folding:
    """`odd`: the characters that are not replaced one for one, by `plain`."""

    def __init__(self, source: str, form: Callable[[str], str], odd: frozenset[str], plain: dict[int, str]) -> None:
        self.source, self.form, self.odd, self.plain = source, form, odd, plain
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def folded(self) -> Folded:
        done = 0
        for entity in ENTITY.finditer(self.source):
            shown = html.unescape(entity[0])
            if shown == entity[0]:
                continue
            self._take_all(done, entity.start())
            done = entity.end()
            for character in shown:
                self._take(character, entity.start(), done)
        self._take_all(done, len(self.source))
        return Folded("".join(self.letters), tuple(zip(self.starts, self.ends, strict=True)))

    def _take_all(self, start: int, end: int) -> None:
        for place in range(start, end):
            if self.source[place] in self.odd:
                self._take_plain(start, place)
                self._take(self.source[place], place, place + 1)
                start = place + 1
        self._take_plain(start, end)

    def _take_plain(self, start: int, end: int) -> None:
        self.letters.extend(self.source[start:end].translate(self.plain))
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def _take(self, character: str, start: int, end: int) -> None:
        shown = self.form(character)
        if shown is MARK:
            self._join(character, end)
            return
        for letter in shown:
            if unicodedata.combining(letter):
                self._join(letter, end)
            else:
                self._put(letter, start, end)

    def _join(self, mark: str, end: int) -> None:
        """A mark becomes a part of its letter, or is left out where it only decorates."""
        if not self.letters:
            return
        start = self.starts.pop()
        self.ends.pop()
        for letter in _joined(self.letters.pop(), mark):
            self._put(letter, start, end)

    def _put(self, letter: str, start: int, end: int) -> None:
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)


def _is_plain(shown: str) -> bool:
    return len(shown) == 1 and not unicodedata.combining(shown)


@lru_cache(maxsize=8192)
def _caseless(character: str) -> str:
    return _form(character, str.casefold)


@lru_cache(maxsize=8192)
def _cased(character: str) -> str:
    return _form(character, str)


def _form(character: str, case: Callable[[str], str]) -> str:
    if character.isascii():
        return case(character)
    category = unicodedata.category(character)
    if character in BLANK or category in ("Cf", "Cc", "Cn", "Co", "Cs", "Me"):
        return NOTHING
    if category == "Mn" or ord(character) in JAMO:
        return MARK
    if character in ENCLOSED:
        return ENCLOSED[character]
    plain = unicodedata.normalize("NFKC", character)
    return case(plain if len(plain) <= LONGEST_FORM else character)


@lru_cache(maxsize=8192)
def _joined(letter: str, mark: str) -> str:
    composed = unicodedata.normalize("NFC", letter + mark)
    if len(composed) == 1:
        return composed
    return letter + mark if ord(mark) in JAMO or _is_spelling(letter, mark) else letter


def _is_spelling(letter: str, mark: str) -> bool:
    """Vowels and tones of Asia belong to a word. What points Hebrew and Arabic does not, nor what strikes out letters
    and towers over them.
    """
    combining = unicodedata.combining(mark)
    return (
        not _is_european(letter)
        and unicodedata.category(mark) == "Mn"
        and not (10 <= combining <= 36 or combining == 1 or combining >= 200)
    )


def _is_european(letter: str) -> bool:
    code = ord(letter)
    return code < 0x0530 or 0x1E00 <= code < 0x2000
