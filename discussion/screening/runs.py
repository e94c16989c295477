"""Runs of words that two people hardly write by chance, in texts that are plain (see likeness.py)."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple

from discussion.screening.likeness import plain

KEPT = 2000  # texts, of which a process keeps digests
SIGNS = ("\u3040", "\u9fff")  # of Japanese and Chinese: each is a token of its own, and says as much as two letters
_READ: dict[bytes, frozenset[int]] = {}


class Run(NamedTuple):
    """Where it begins in the text, and where it ends."""

    start: int
    end: int


def runs(text: str, words: int, letters: int) -> Iterator[Run]:
    """From each word on the shortest that has so many words and letters. A stretch that two texts share begins with the
    same run in both, wherever it stands and however long it is.
    """
    tokens = text.split(" ") if text else []
    weights = [0, *accumulate(map(_weight, tokens))]
    starts = [0, *accumulate(len(token) + 1 for token in tokens)]
    end, last = words, len(tokens)
    for first in range(last - words + 1):
        end = max(end, first + words)
        while end <= last and weights[end] - weights[first] < letters:
            end += 1
        if end > last:
            return
        yield Run(starts[first], starts[end] - 1)


def said_in(text: str, words: int, letters: int) -> set[str]:
    return {text[start:end] for start, end in runs(text, words, letters)}


def beginnings(text: str, words: int) -> frozenset[int]:
    """Digests of what runs begin with: at the speed of C, so that most texts need not be read more closely."""
    tokens = text.split(" ")
    return frozenset(map(hash, zip(*(tokens[at:] for at in range(words)), strict=False)))


def beginnings_of(source: str, words: int) -> frozenset[int]:
    """The same of what somebody wrote. Kept in the process, as the same comments are compared again and again; digests
    alone, so that no words stay there that were erased.
    """
    key = blake2b(source.encode("utf-8", "replace"), digest_size=16, salt=words.to_bytes(2)).digest()
    known = _READ.get(key)
    if known is None:
        known = beginnings(plain(source), words)
        if len(_READ) >= KEPT:
            _READ.clear()
        _READ[key] = known
    return known


def stretch(text: str, found: set[str], words: int, letters: int) -> str:
    """The first part of `text` that only consists of runs that were found, each beginning within the one before."""
    begin = stop = -1
    for start, end in runs(text, words, letters):
        if text[start:end] in found:
            begin = start if begin < 0 else begin
            stop = end
        elif begin >= 0:
            break
    return text[begin:stop] if begin >= 0 else ""


def _weight(token: str) -> int:
    return 2 if len(token) == 1 and SIGNS[0] <= token <= SIGNS[1] else len(token)
