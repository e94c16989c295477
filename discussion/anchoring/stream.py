"""A whole text as one row of words and signs, the beginnings and ends of its blocks among them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate

from discussion.anchoring.anchor import Text

# Scripts without spaces between words go by the character.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARK = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"  # combining: no letter on its own, no end of a word either
WORD = re.compile(rf"[{SPACELESS}][{MARK}]*|(?:(?![{SPACELESS}_])\w[{MARK}]*)+|\S[{MARK}]*")
TYPOGRAPHY = str.maketrans("„“”«»‚‘’‹›–—‐‑−", '"""""' + "'" * 5 + "-" * 5)
DENSE = re.compile(f"[{SPACELESS}]")
DENSE_WEIGHT = 3  # letters of other scripts that say as much as one character of these
MOST = 8  # a longer word says no more
EDGE, EDGE_WEIGHT = "\n", 4


class Stream:
    """Lists of the same length, with one entry for each word, sign and edge of a block."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.keys = [EDGE]  # in small letters, signs in their plain form
        self.spans = [(0, 0)]  # in its block
        self.blocks = [0]  # which text it is of
        self.first = []  # of each text
        for block, text in enumerate(texts):
            words = list(WORD.finditer(text.words))
            self.first.append(len(self.keys))
            self.keys += [*(_key(word[0]) for word in words), EDGE]
            self.spans += [*(word.span() for word in words), (0, 0)]
            self.blocks += [block] * (len(words) + 1)
        self.lettered = [key[0].isalnum() for key in self.keys]
        self.weights = [_weight(key) for key in self.keys]
        self._sums = [0, *accumulate(self.weights)]
        self._row = "\0".join(["", *self.keys, ""])
        self._place = {at: place for place, at in enumerate(accumulate((len(key) + 1 for key in self.keys), initial=0))}

    def within(self, block: int, start: int, end: int) -> list[int]:
        """The words and signs that stand there, if only with a part of them."""
        place = self.first[block]
        found = []
        while self.keys[place] != EDGE and self.spans[place][0] < end:
            if self.spans[place][1] > start:
                found.append(place)
            place += 1
        return found

    def weight(self, start: int, end: int) -> int:
        return self._sums[end] - self._sums[start]

    def repeats(self, start: int, end: int) -> Iterator[int]:
        """Where else the same words begin."""
        sought = "\0".join(["", *self.keys[start:end], ""])
        at = self._row.find(sought)
        while at >= 0:
            if self._place[at] != start:
                yield self._place[at]
            at = self._row.find(sought, at + 1)


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().translate(TYPOGRAPHY)


def _weight(key: str) -> int:
    if key == EDGE:
        return EDGE_WEIGHT
    return DENSE_WEIGHT if DENSE.match(key) else min(len(key), MOST)
