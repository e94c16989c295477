"""Whether a passage is surely itself, and not one of several that say the same."""

from collections.abc import Sequence
from itertools import islice

from discussion.anchoring.following import Trail
from discussion.anchoring.stream import Stream

WITNESS = 16  # letters that must be there, of the passage and beside it
ALONE = 8  # a passage of less must have something on each side
KNOWN = 12  # and beside one whose words are there more than once
AROUND = 8  # words on each side are beside it
A_WORD = 4
A_COPY = 4  # words in a row that nobody says twice by chance
SLACK = 2  # words by which they may stand further away than before
TOO_MUCH = 20_000  # words of twins to look at: nobody could tell so many apart


def is_certain(trail: Trail, kept: dict[int, int]) -> bool:
    """`kept` are the words of the passage with their places, both in order. Where the same words are at a second place,
    and those are not another passage that went its own way, what was on each side of this one must still be there.
    """
    words = list(kept)
    own = sum(trail.old.weights[was] for was in words)
    sides = _beside(trail, words[0], kept[words[0]], words[-1], kept[words[-1]])
    if own + sum(sides) < WITNESS or (own < ALONE and not all(sides)):
        return False
    run = _longest_run(trail, kept)
    if not run:
        return all(sides)
    was, now, size = run[0], kept[run[0]], len(run)
    later, earlier = _twins(trail.new, now, size), _twins(trail.old, was, size)
    if not later and not earlier:
        return True
    if sum(sides) < KNOWN or size * (len(later) + len(earlier)) > TOO_MUCH:
        return False
    strangers = [twin for twin in later if not _is_another(trail.came[twin : twin + size], words[0], words[-1])]
    lost = [twin for twin in earlier if not _is_another(trail.to[twin : twin + size], now, now + size - 1)]
    return all(_differs(trail, was, now, size, was, twin) for twin in strangers) and all(
        _differs(trail, was, now, size, twin, now) for twin in lost
    )


def _longest_run(trail: Trail, kept: dict[int, int]) -> list[int]:
    """Of words that are the very same and follow each other."""
    runs: list[list[int]] = []
    for was, now in kept.items():
        if not trail.same(was, now):
            continue
        if not runs or runs[-1][-1] != was - 1 or kept[was - 1] != now - 1:
            runs.append([])
        runs[-1].append(was)
    return max(runs, key=lambda run: trail.old.weight(run[0], run[-1] + 1), default=[])


def _twins(stream: Stream, start: int, size: int) -> list[int]:
    """Where else these words begin, or enough of these places to be too many."""
    return list(islice(stream.repeats(start, start + size), TOO_MUCH // size + 1))


def _is_another(places: Sequence[int | None], first: int, last: int) -> bool:
    """Whether most of a twin is on a trail of its own."""
    return 2 * sum(place is not None and not first <= place <= last for place in places) >= len(places)


def _differs(trail: Trail, was: int, now: int, size: int, twin_was: int, twin_now: int) -> bool:
    """From a twin, in one of the two texts: by what is beside all that they have in common."""
    stream, one, other = (trail.new, now, twin_now) if twin_was == was else (trail.old, was, twin_was)
    left, right = _shared(stream, one, other, size)
    last = size - 1 + right
    mine = _beside(trail, was - left, now - left, was + last, now + last)
    theirs = _beside(trail, twin_was - left, twin_now - left, twin_was + last, twin_now + last)
    if sum(mine) < max(KNOWN, 2 * sum(theirs)):
        return False
    return left + size + right < A_COPY or min(mine) >= A_WORD


def _shared(stream: Stream, one: int, other: int, size: int) -> tuple[int, int]:
    """How many words before and after are the same at both places."""
    first, second = sorted((one, other))
    keys, most = stream.keys, second - first
    left = right = 0
    while left < min(first, most) and keys[first - left - 1] == keys[second - left - 1]:
        left += 1
    end = second + size
    while right < most and end + right < len(keys) and keys[first + size + right] == keys[end + right]:
        right += 1
    return left, right


def _beside(trail: Trail, first: int, now_first: int, last: int, now_last: int) -> tuple[int, int]:
    """How many letters that stood just before and after words of the old text stand so in the new one."""
    weights, to = trail.old.weights, trail.to

    def still(was: int, low: int, high: int) -> bool:
        now = to[was]
        return now is not None and low <= now < high

    before, after = _around(trail, first, last)
    return (
        sum(weights[was] for was in before if still(was, now_first - AROUND - SLACK, now_first)),
        sum(weights[was] for was in after if still(was, now_last + 1, now_last + 1 + AROUND + SLACK)),
    )


def _around(trail: Trail, first: int, last: int) -> tuple[range, range]:
    return range(max(0, first - AROUND), max(0, first)), range(last + 1, min(len(trail.to), last + 1 + AROUND))
