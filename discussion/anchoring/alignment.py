"""Which words of one text are still there in another. What was written anew does not count as kept because it happens
to share words: in a stretch of the text that has little in common with the other nothing is kept.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein

# Scripts without spaces between words go by the character.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARK = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"  # combining: no letter on its own, no end of a word either
WORD = re.compile(rf"[{SPACELESS}][{MARK}]*|(?:(?![{SPACELESS}_])\w[{MARK}]*)+|\S[{MARK}]*")
TYPOGRAPHY = str.maketrans("„“”«»‚‘’‹›–—‐‑−", '"""""' + "'" * 5 + "-" * 5)
DENSE = re.compile(f"[{SPACELESS}]")
SPACELESS_WEIGHT = 3  # letters of other scripts that say as much as one character of these
SAME_WORD = 0.7  # of its letters: a word that was corrected is still that word
NEAR = 3  # words
# What a character between two kept words costs, against 1 that a kept one is worth. Words that two texts share by
# chance stand further apart than this pays for.
GAP = 0.3


@dataclass(frozen=True)
class Words:
    """A text as words and signs, each with its place."""

    keys: list[str]  # in small letters, signs in their plain form
    spans: list[tuple[int, int]]
    weights: list[int]  # how much each says of where it stands
    pairs: frozenset[tuple[str, str]]  # neighbours


class Kept(NamedTuple):
    """One word that both texts have."""

    old: int  # which word it is
    new: int


def words_of(text: str) -> Words:
    found = list(WORD.finditer(text))
    keys = [unicodedata.normalize("NFC", word[0]).casefold().translate(TYPOGRAPHY) for word in found]
    weights = [SPACELESS_WEIGHT if DENSE.match(key) else len(key) for key in keys]
    return Words(keys, [word.span() for word in found], weights, frozenset(pairwise(keys)))


@lru_cache(maxsize=1024)
def words_of_block(text: str) -> Words:
    """Remembered for a while: many anchors are carried into the blocks of one article."""
    return words_of(text)


def kept_words(old: Words, new: Words) -> list[Kept]:
    """Those of the stretch that has most in common, in the order of both texts."""
    kept = [
        Kept(step.src_start + place, step.dest_start + place)
        for step in LCSseq.opcodes(old.keys, new.keys)
        if step.tag == "equal"
        for place in range(step.src_end - step.src_start)
    ]
    kept = _drawn_together(kept, old.keys, new.keys)
    return _corrected(_to_its_ends(_densest(_in_line(kept), old, new), kept), old, new)


def _drawn_together(kept: list[Kept], old: Sequence[str], new: Sequence[str]) -> list[Kept]:
    """A word that is there twice is taken where its neighbour is, not wherever the comparison met it first."""
    for step in (1, -1):
        for place in range(len(kept) - 2, -1, -1) if step == 1 else range(1, len(kept)):
            beside = kept[place + step]
            nearer = Kept(beside.old - step, beside.new - step)
            inside = 0 <= nearer.old < len(old) and 0 <= nearer.new < len(new)
            if inside and _joins(kept[place], nearer) and old[nearer.old] == new[nearer.new]:
                kept[place] = nearer
    return kept


def _joins(word: Kept, nearer: Kept) -> bool:
    return word.old == nearer.old or word.new == nearer.new


def _in_line(kept: list[Kept]) -> list[Kept]:
    """Pairs of neighbours that were kept, and what is as near one in both texts; the rest is chance."""

    def distance(one: int, other: int) -> int:
        if not 0 <= other < len(kept) or kept[one].new - kept[one].old != kept[other].new - kept[other].old:
            return NEAR + 1
        return abs(kept[one].old - kept[other].old)

    places = range(len(kept))
    paired = {place for place in places if 1 in (distance(place, place - 1), distance(place, place + 1))}
    near = (place for place in places for other in {place - 1, place + 1} & paired if distance(place, other) <= NEAR)
    return [kept[place] for place in sorted({*paired, *near})]


def _densest(kept: list[Kept], old: Words, new: Words) -> list[Kept]:
    best, best_worth = (0, 0), 0.0
    first, worth = 0, 0.0
    for place, word in enumerate(kept):
        cost = GAP * _gap(kept[place - 1], word, old, new) if place else 0
        if worth <= cost:
            first, worth = place, 0.0
        else:
            worth -= cost
        worth += new.weights[word.new]
        if worth > best_worth:
            best, best_worth = (first, place + 1), worth
    return kept[slice(*best)]


def _gap(before: Kept, word: Kept, old: Words, new: Words) -> int:
    """What stands between two kept words in the text where that is more."""
    return max(sum(old.weights[before.old + 1 : word.old]), sum(new.weights[before.new + 1 : word.new]))


def _to_its_ends(dense: list[Kept], kept: list[Kept]) -> list[Kept]:
    """With the next word at each end, where only a word or two between were changed: often a sign or an article."""
    if not dense:
        return []
    earlier = [word for word in kept if 0 < dense[0].old - word.old <= NEAR and 0 < dense[0].new - word.new <= NEAR + 1]
    later = [word for word in kept if 0 < word.old - dense[-1].old <= NEAR and 0 < word.new - dense[-1].new <= NEAR + 1]
    return [*earlier[-1:], *dense, *later[:1]]


def _corrected(kept: list[Kept], old: Words, new: Words) -> list[Kept]:
    """With the words beside kept ones that are spelled a little otherwise."""
    known = set(kept)
    olds, news = {word.old for word in kept}, {word.new for word in kept}
    for step in (1, -1):
        for word in kept[::step]:
            beside = Kept(word.old + step, word.new + step)
            while _may_be_same(beside, old, new, olds, news):
                known.add(beside)
                olds.add(beside.old)
                news.add(beside.new)
                beside = Kept(beside.old + step, beside.new + step)
    return sorted(known)


def _may_be_same(word: Kept, old: Words, new: Words, olds: set[int], news: set[int]) -> bool:
    if word.old in olds or word.new in news:
        return False
    if not (0 <= word.old < len(old.keys) and 0 <= word.new < len(new.keys)):
        return False
    return Levenshtein.normalized_similarity(old.keys[word.old], new.keys[word.new]) >= SAME_WORD
