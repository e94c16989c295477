"""What the classifier sees of a text. Training and judging ask this one function, so that they cannot drift apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log, sqrt

PIECE = 200  # normalised at once: a long run of combining marks takes the square of its length
INVISIBLE = dict.fromkeys([0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x2070)])
WORD = re.compile(r"\w{1,24}")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
WORDS = 2_000  # looked at
SPELLED = 3_000  # letters of different words that are looked into; the rest of a long text says the same
SIZES = (3, 4)
LENGTHS = (20, 80, 300, 1000)
LINKS = (1, 2, 3, 6)
LETTERS = 20  # of which a share of capitals says something

Features = dict[str, float]


def features(text: str, *, newcomer: bool = False) -> Features:
    """Each with its weight in the text, at most 1: words ("w:"), two in a row ("b:"), facts ("f:"), and pieces
    of words without such a mark, a space where a word ends. Takes a few milliseconds, whatever the text.
    """
    words = WORD.findall(folded(text))[:WORDS]
    pairs = [f"b:{one} {two}" for one, two in pairwise(words)]
    found = _weighed([*(f"w:{word}" for word in words), *pairs])
    found |= _weighed(_pieces(dict.fromkeys(words)))
    found |= dict.fromkeys(_facts(text, newcomer), 1.0)
    return found


def folded(text: str) -> str:
    """As words are compared: full width as plain, no case, nothing that cannot be seen."""
    if text.isascii():
        return text.lower()
    plain = ""
    for start in range(0, len(text), PIECE):
        plain += unicodedata.normalize("NFKC", text[start : start + PIECE])
        if len(plain) > len(text):  # a sign may stand for eighteen
            break
    return plain[: len(text)].translate(INVISIBLE).casefold()


def _weighed(found: list[str]) -> Features:
    """The tenth time says less than the first; a long text is no louder than a short one."""
    counted = Counter(found)
    weights = {name: 1 + log(count) if count > 1 else 1.0 for name, count in counted.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {name: weight / length for name, weight in weights.items()}


def _pieces(words: Iterable[str]) -> list[str]:
    found: list[str] = []
    letters = 0
    for word in words:
        inside = f" {word} "
        letters += len(word)
        if letters > SPELLED:
            break
        for size in SIZES:
            found += [inside[at : at + size] for at in range(len(inside) - size + 1)]
    return found


def _facts(text: str, newcomer: bool) -> list[str]:
    letters = sum(map(str.isalpha, text))
    capitals = sum(map(str.isupper, text))
    facts = [f"f:length {_step(len(text), LENGTHS)}", f"f:links {_step(len(LINK.findall(text)), LINKS)}"]
    if letters >= LETTERS:
        facts.append(f"f:capitals {min(5, 10 * capitals // letters)}")
    if newcomer:
        facts.append("f:newcomer")
    if "!!" in text:
        facts.append("f:exclaims")
    if any(sign in text for sign in "$€£¥₽₹"):
        facts.append("f:money")
    return facts


def _step(number: int, steps: tuple[int, ...]) -> int:
    """The highest of `steps` that it reaches; 0 for none."""
    return max((step for step in steps if number >= step), default=0)
