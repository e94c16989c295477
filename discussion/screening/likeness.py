"""Which texts are nearly the same, told by four numbers that are kept beside each: MinHash over pairs of words.

Each of the numbers, a band, is a digest of three of twelve minima. Of texts that share four fifths of their pairs 94 in
100 have a band in common, of texts that share a twentieth one in 2,000 has: indexes find what is worth comparing.
"""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise
from struct import unpack

from rapidfuzz import fuzz

from discussion.screening.own_words import own_words

BANDS, ROWS = 4, 3
SHORTEST = 50  # columns; below it people say the same by chance
LONGEST = 3000  # characters that are compared
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")

Bands = tuple[int, int, int, int]


def plain(source: str, longest: int = LONGEST) -> str:
    """The writer's own words without what changes nothing: case, marks, signs, what is invisible, how wide letters
    are; at most `longest` characters.
    """
    letters = unicodedata.normalize("NFKD", own_words(source[: longest * 3])).casefold()
    if not letters.isascii():
        letters = "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join(_TOKENS.findall(letters))[:longest]


def long_enough(text: str) -> bool:
    """`text`: plain. Signs of Chinese say as much as three letters."""
    return len(text) + len(re.findall(f"[{_UNSPACED}]", text)) >= SHORTEST


def bands_of(text: str) -> Bands | None:
    """`text`: plain. None where it is short."""
    if not long_enough(text):
        return None
    pairs = {" ".join(pair) for pair in pairwise(text.split(" "))} or {text}
    digests = (blake2b(pair.encode("utf-8", "replace"), digest_size=4 * BANDS * ROWS).digest() for pair in pairs)
    minima = [min(column) for column in zip(*(unpack(f"<{BANDS * ROWS}I", one) for one in digests), strict=True)]
    first, second, third, fourth = (_band(minima[at : at + ROWS]) for at in range(0, BANDS * ROWS, ROWS))
    return first, second, third, fourth


def alike(one: str, other: str, least: int) -> int:
    """How much two plain texts are alike, in percent; 0 where it is less than `least`."""
    return int(fuzz.ratio(one, other, score_cutoff=least))


def _band(minima: list[int]) -> int:
    """Signed, as databases count."""
    return int.from_bytes(blake2b(repr(minima).encode(), digest_size=8).digest(), signed=True)
