"""The words of a text, in any script, and what is written as several words or with signs and reads as one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from discussion.screening.words.looks import SYMBOLS, readings, spoken

# Scripts without spaces between words: each letter is a word, but for Katakana, which is written in words of its own.
SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
# Signs inside words that are no letters to Python: vowels and points of India, Tibet, Arabic and Hebrew.
SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0f71-\u0f84\ua8e0-\ua8f1"
LETTER = rf"[^\W_{SINGLE}{KATAKANA}]"
WORD = re.compile(rf"[{KATAKANA}]+|[{SINGLE}]|(?:{LETTER}|[{SIGNS}])+")
JOINED = r"[.\-_*~·+=^`\\…]"
FIRST, LAST = r"(?<![^\W_])", r"(?![^\W_])"
# Parts of a word with signs between them: fu-ck, **fu**ck. Nothing here is read twice: no text makes it slow.
CHAIN = re.compile(rf"{FIRST}{LETTER}++(?:{JOINED}{{1,3}}+{LETTER}++)++")
# Letters that stand apart: s.p-a.m, or all in the same way: s p a m.
APART = re.compile(
    rf"{FIRST}{LETTER}(?:(?:[^\w\s]|_){{1,3}}{LETTER}{LAST}){{2,}}"
    rf"|{FIRST}{LETTER}(\W{{1,3}}){LETTER}{LAST}(?:\1{LETTER}{LAST})+"
)
# Signs for letters: a$$, sh!t, @ss.
WITH_SYMBOLS = re.compile(rf"{FIRST}(?<![@$€!|])[@$€]*+(?:[^\W_]++[@$€!|]*+)++")
ENDING = re.compile(r"\n\s*\n|[.!?…][\s\"'”’)*_]*\s|。")
SPACED = 3  # letters that stand apart before they are a word
LONGEST = 40
ALONE = frozenset("aiouyeàéòôаеиоуяквсзж")  # words of one letter, before and after those


class Joined(NamedTuple):
    """What also reads as one word: up to the word `to`; `start` and `end` are in the text."""

    readings: tuple[str, ...]
    to: int
    start: int
    end: int


class Tokens:
    """`words` with their `spans` in the text, what each can be read as, what is `joined` from a word on, and the words
    before which a sentence ends: no phrase goes across those `stops`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in WORD.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]
        self.starts, self.ends = [start for start, _end in self.spans], [end for _start, end in self.spans]
        distinct = set(self.words)
        self.known = spoken(distinct)
        self.readings = {word: readings(word, self.known) for word in distinct}
        self.stops = frozenset(bisect_left(self.starts, found.end()) for found in ENDING.finditer(text))
        self.joined: dict[int, list[Joined]] = {}
        for start, end in (*self._chains(), *self._apart()):
            self._join("".join(self.words[start:end]), start, end, self.starts[start], self.ends[end - 1])
        self._join_symbols()

    def _chains(self) -> Iterator[tuple[int, int]]:
        for found in CHAIN.finditer(self.text):
            start, end = self._words_in(*found.span())
            alone = all(len(word) == 1 for word in self.words[start:end])
            if not alone and end - start > 1 and len(found[0]) <= LONGEST * 2:
                yield start, end

    def _apart(self) -> Iterator[tuple[int, int]]:
        for found in APART.finditer(self.text):
            start, end = self._words_in(*found.span())
            if SPACED <= end - start <= LONGEST:
                yield from self._trimmed(start, end)

    def _trimmed(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Also without a word of one letter at either end."""
        firsts = [start, start + 1] if self.words[start] in ALONE else [start]
        lasts = [end, end - 1] if self.words[end - 1] in ALONE else [end]
        return ((first, last) for first in firsts for last in lasts if last - first >= SPACED)

    def _join_symbols(self) -> None:
        if not any(symbol in self.text for symbol in SYMBOLS):
            return
        for found in WITH_SYMBOLS.finditer(self.text):
            word = found[0].rstrip("!|")
            if not SYMBOLS & set(word):
                continue
            start, end = self._words_in(found.start(), found.start() + len(word))
            if start < end and len(word) <= LONGEST:
                self._join(word, start, end, found.start(), found.start() + len(word))

    def _words_in(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def _join(self, word: str, start: int, to: int, first: int, last: int) -> None:
        read = tuple(one for one in readings(word, self.known) if not SYMBOLS & set(one))
        self.joined.setdefault(start, []).append(Joined(read, to, first, last))
