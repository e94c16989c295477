"""What a browser says of a selection, as an anchor."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from discussion.anchoring.anchor import BESIDE, Anchor, Text, anchor_at, common_end, common_start, places

SPACES = re.compile(r"\s+")
AROUND = 4 * BESIDE  # where spaces come in runs, what stands beside a passage is longer than a browser says


class _Place(NamedTuple):
    text: Text
    start: int
    end: int


def find(
    quote: str,
    *,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    texts: Sequence[Text],
    block: int | None = None,
) -> Anchor | None:
    """The passage of exactly these words, but for white space: a browser may send it otherwise. Of several the one
    whose surroundings fit best, then the one in `block`, then the nearest to `start`. None where it is not there.
    """
    prefix, suffix = _folded(prefix), _folded(suffix)

    def rank(place: _Place) -> tuple[int, bool, bool, int]:
        words = place.text.words
        fit = common_end(prefix, _folded(words[max(0, place.start - AROUND) : place.start]))
        fit += common_start(suffix, _folded(words[place.end : place.end + AROUND]))
        exact = words[place.start : place.end] == quote
        return fit, exact, place.text.id == block, -abs(place.start - (start or 0))

    found = max((place for text in texts for place in _places(text, quote)), key=rank, default=None)
    return anchor_at(*found) if found else None


def _folded(words: str) -> str:
    return SPACES.sub(" ", words)


def _places(text: Text, quote: str) -> Iterator[_Place]:
    if not quote.strip():
        return
    for start in places(text.words, quote):
        yield _Place(text, start, start + len(quote))
    folded, sought = _folded(text.words), _folded(quote).strip()
    if sought not in folded:
        return
    origin = _origin(text.words)
    for start in places(folded, sought):
        yield _Place(text, origin[start], origin[start + len(sought) - 1] + 1)


def _origin(words: str) -> list[int]:
    """Of each character of the folded words the place where it, or its run of white space, begins."""
    inner = {place for run in SPACES.finditer(words) for place in range(run.start() + 1, run.end())}
    return [place for place in range(len(words)) if place not in inner]
