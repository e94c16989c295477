"""Where each word of a text went in the next one. Each goes to one place at most, and none takes the place of another:
that is what tells a sentence from its copies.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from discussion.anchoring.anchor import Text
from discussion.anchoring.stream import Stream

SIZES = (12, 7, 4, 3)  # words in a row that both texts have only once are the same words
ALONE = 14  # what is not beside its old neighbours must be of this weight to be more than chance
GAP = 0.4  # so much of what stands between must be the weight of words that were kept
LONE = 2  # which one word more than that pays for
TOO_MUCH = 50_000_000  # pairs of words to compare: no edit of an article, but somebody's joke


class Pair(NamedTuple):
    was: int
    now: int


class Trail:
    """`to` has for each word of the old text its place in the new one, `came` the other way round."""

    def __init__(self, before: Sequence[Text], after: Sequence[Text]) -> None:
        self.old, self.new = Stream(before), Stream(after)
        self.to: list[int | None] = [None] * len(self.old.keys)
        self.came: list[int | None] = [None] * len(self.new.keys)
        self._take_unique()
        self._take_neighbours()
        self._take_between()
        self._drop_chance()
        self._take_between()
        self._take_between()

    def same(self, was: int, now: int) -> bool:
        """Whether both are there and are the same word."""
        inside = 0 <= was < len(self.to) and 0 <= now < len(self.came)
        return inside and self.old.keys[was] == self.new.keys[now]

    def free(self, was: int, now: int) -> bool:
        inside = 0 <= was < len(self.to) and 0 <= now < len(self.came)
        return inside and self.to[was] is None and self.came[now] is None

    def _take(self, was: int, now: int) -> None:
        self.to[was], self.came[now] = now, was

    def _take_unique(self) -> None:
        for size in SIZES:
            there = _unique(self.new.keys, size)
            for words, was in _unique(self.old.keys, size).items():
                if (now := there.get(words)) is not None and self.to[was : was + size].count(None):
                    for place in range(size):
                        if self.free(was + place, now + place):
                            self._take(was + place, now + place)

    def _take_neighbours(self) -> None:
        """Whatever is the same beside what was taken."""
        for step in (1, -1):
            for was in range(len(self.to))[::step]:
                now = self.to[was]
                if now is not None and self.same(was + step, now + step) and self.free(was + step, now + step):
                    self._take(was + step, now + step)

    def _drop_chance(self) -> None:
        """Little that stands far from all that it stood beside."""
        stretches: list[list[Pair]] = []
        worth = 0.0
        for pair in self._pairs():
            cost = self._gap(stretches[-1][-1], pair) if stretches else 0
            if not stretches or pair.now < stretches[-1][-1].now or worth <= cost:
                stretches.append([])
                worth = cost = 0
            stretches[-1].append(pair)
            worth += self.old.weights[pair.was] - cost
        for stretch in stretches:
            if self._weight(stretch) < ALONE:
                for was, now in stretch:
                    self.to[was] = self.came[now] = None

    def _take_between(self) -> None:
        """What was kept between two words, after the place of the one and before that of the other."""
        known = [Pair(-1, -1), *self._pairs(), Pair(len(self.to), len(self.came))]
        for one, other in pairwise(known):
            was = range(one.was + 1, other.was)
            if was:
                for pair in self._kept_between(was, self._free_after(one.now + 1), self._free_before(other.now)):
                    self._take(*pair)

    def _kept_between(self, was: range, after: range, before: range) -> Iterator[Pair]:
        if after == before:
            yield from self._kept(was, after, at_start=True, at_end=True)
            return
        first = self._kept(was, after, at_start=True)
        last = self._kept(was, before, at_end=True)
        twice = {pair.was for pair in first} & {pair.was for pair in last}
        yield from (pair for pair in (*first, *last) if pair.was not in twice)

    def _kept(self, was: range, now: range, *, at_start: bool = False, at_end: bool = False) -> list[Pair]:
        """Of what both have in the same order the runs that are long, or as near as that to what was kept before."""
        runs = self._common_runs(was, now)
        good = {place for place, run in enumerate(runs) if self._weight(run) >= ALONE}
        near = Pair(was.start - 1, now.start - 1) if at_start else None
        for place, run in enumerate(runs):
            if place in good or (near and self._pays(run, self._gap(near, run[0]))):
                good.add(place)
                near = run[-1]
        near = Pair(was.stop, now.stop) if at_end else None
        for place, run in reversed([*enumerate(runs)]):
            if place in good or (near and self._pays(run, self._gap(run[-1], near))):
                good.add(place)
                near = run[0]
        return [pair for place in sorted(good) for pair in runs[place]]

    def _common_runs(self, was: range, now: range) -> list[list[Pair]]:
        if not was or not now or len(was) * len(now) > TOO_MUCH:
            return []
        old, new = self.old.keys[was.start : was.stop], self.new.keys[now.start : now.stop]
        pairs = [
            Pair(was.start + step.src_start + place, now.start + step.dest_start + place)
            for step in LCSseq.opcodes(old, new)
            if step.tag == "equal"
            for place in range(step.src_end - step.src_start)
        ]
        runs: list[list[Pair]] = []
        for pair in self._drawn_together(pairs, was, now):
            if not runs or runs[-1][-1] != (pair.was - 1, pair.now - 1):
                runs.append([])
            runs[-1].append(pair)
        return runs

    def _drawn_together(self, pairs: list[Pair], was: range, now: range) -> list[Pair]:
        """A word that is there twice is taken where its neighbour is, not wherever the comparison met it first."""
        for step in (1, -1):
            for place in range(len(pairs) - 2, -1, -1) if step == 1 else range(1, len(pairs)):
                beside = pairs[place + step]
                nearer = Pair(beside.was - step, beside.now - step)
                joins = pairs[place].was == nearer.was or pairs[place].now == nearer.now
                if joins and nearer.was in was and nearer.now in now and self.same(*nearer):
                    pairs[place] = nearer
        return pairs

    def _pairs(self) -> Iterator[Pair]:
        return (Pair(was, now) for was, now in enumerate(self.to) if now is not None)

    def _free_after(self, start: int) -> range:
        end = start
        while end < len(self.came) and self.came[end] is None:
            end += 1
        return range(start, end)

    def _free_before(self, end: int) -> range:
        start = end
        while start > 0 and self.came[start - 1] is None:
            start -= 1
        return range(start, end)

    def _weight(self, pairs: Sequence[Pair]) -> int:
        return sum(self.old.weights[pair.was] for pair in pairs)

    def _gap(self, one: Pair, other: Pair) -> float:
        """What it costs, in the text where more stands between."""
        between = self.old.weight(one.was + 1, other.was), self.new.weight(one.now + 1, other.now)
        return GAP * max(between)

    def _pays(self, run: Sequence[Pair], cost: float) -> bool:
        return self._weight(run) + LONE > cost


@lru_cache(maxsize=4)
def follow(before: tuple[Text, ...], after: tuple[Text, ...]) -> Trail:
    """Remembered for a while: all anchors of an article are carried through the same two texts."""
    return Trail(before, after)


def _unique(keys: list[str], size: int) -> dict[tuple[str, ...], int]:
    """Where each row of so many words stands that stands there only once."""
    found: dict[tuple[str, ...], int] = {}
    again = set()
    for place, words in enumerate(zip(*(keys[at:] for at in range(size)), strict=False)):
        if found.setdefault(words, place) != place:
            again.add(words)
    return {words: place for words, place in found.items() if words not in again}
