"""Thousands of patterns in one pass over a text, in time that grows with its length alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import re2

from discussion.screening.words.folding import Folded, fold
from discussion.screening.words.pattern import REGEX, STAR, compiled, elements, expression, options
from discussion.screening.words.tokens import Tokens

Span = tuple[int, int]
TOGETHER = 500  # expressions in a set
MEMORY = 1 << 26  # bytes that a set may take
QUOTED = 60
MOST_PLACES = 100  # of one expression in a text; each costs as much as reading the rest


class Watched(Protocol):
    """What is watched for; a WatchedWord."""

    pattern: str
    kind: str


@dataclass
class Match:
    """Of the pattern with that number: the places of its letters in what was written. `everywhere`: not all of
    them.
    """

    number: int
    places: list[Span] = field(default_factory=list)
    everywhere: bool = False
    first: Span = (0, 0)  # where it stands as a whole

    def quoted(self, source: str) -> str:
        """As it was written, the first of them."""
        return " ".join(source[slice(*self.first)].split())[:QUOTED]


class Matcher:
    """Knows its patterns by their numbers in `watched`, which were checked before."""

    def __init__(self, watched: Sequence[Watched]) -> None:
        globs: dict[str, None] = {}
        # By their first word: which pattern it is, and the words that follow.
        self.phrases: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        expressions: list[tuple[int, str]] = []
        for number, one in enumerate(watched):
            if one.kind == REGEX:
                expressions.append((number, one.pattern))
                continue
            words = elements(one.pattern)
            globs.update((word.text, None) for word in words if word.glob and word.text != STAR)
            self.phrases[words[0].text].append((number, tuple(word.text for word in words[1:])))
        self.wanted = frozenset(
            word
            for first, rest in self.phrases.items()
            for word in (first, *(one for _n, more in rest for one in more))
        )
        self.globs = list(globs)
        self.glob_sets = _sets([(place, expression(glob)) for place, glob in enumerate(self.globs)])
        self.expression_sets = _sets(expressions)

    def matches(self, source: str, covering: Iterable[int] = ()) -> list[Match]:
        """All that match, in the order of their numbers; places are looked for where they are to be covered, and for
        words.
        """
        found = [*self._words(fold(source)), *self._expressions(fold(source, case=True), frozenset(covering))]
        return sorted(found, key=lambda match: match.number)

    def _words(self, folded: Folded) -> Iterable[Match]:
        if not self.phrases:
            return ()
        tokens = Tokens(folded.text)
        read = {one for some in tokens.readings.values() for one in some}
        read |= {one for some in tokens.joined.values() for joined in some for one in joined.readings}
        meant: dict[str, tuple[str, ...]] = {one: (one,) for one in read & self.wanted}
        for reading, glob in self._globs(read):
            meant[reading] = (*meant.get(reading, ()), glob)
        if not meant:
            return ()
        return _Search(self, tokens, folded, meant).found()

    def _globs(self, read: set[str]) -> Iterator[tuple[str, str]]:
        if not self.glob_sets or not read:
            return
        lines = "\n" + "\n\n".join(read) + "\n"
        for one in self.glob_sets:
            for place in one.found_in(lines):
                for reading in _lines_with(one.alone(place), lines):
                    yield reading, self.globs[place]

    def _expressions(self, folded: Folded, covering: frozenset[int]) -> Iterator[Match]:
        for one in self.expression_sets:
            for number in one.found_in(folded.text):
                yield _placed(number, one.alone(number), folded) if number in covering else Match(number)


class _Search:
    """Phrases in the words of one text. `meant`: which words of patterns a reading is."""

    def __init__(self, matcher: Matcher, tokens: Tokens, folded: Folded, meant: dict[str, tuple[str, ...]]) -> None:
        self.matcher, self.tokens, self.folded, self.meant = matcher, tokens, folded, meant
        # Of the words of the text, those that mean anything.
        self.plain = {
            word: tuple(dict.fromkeys(one for read in some for one in meant.get(read, ())))
            for word, some in tokens.readings.items()
            if any(read in meant for read in some)
        }

    def found(self) -> Iterable[Match]:
        matches: dict[int, Match] = {}
        for place, word in enumerate(self.tokens.words):
            if word not in self.plain and place not in self.tokens.joined:
                continue
            for one, to, start, end in self._steps(place):
                for number, rest in self.matcher.phrases.get(one, ()):
                    last = self._end(to, end, rest)
                    if last:
                        match = matches.setdefault(number, Match(number, first=self.folded.span(start, last)))
                        match.places += self.folded.parts(start, last)
        return matches.values()

    def _steps(self, place: int) -> Iterator[tuple[str, int, int, int]]:
        start, end = self.tokens.spans[place]
        for one in self.plain.get(self.tokens.words[place], ()):
            yield one, place + 1, start, end
        for joined in self.tokens.joined.get(place, ()):
            for reading in joined.readings:
                for one in self.meant.get(reading, ()):
                    yield one, joined.to, joined.start, joined.end

    def _end(self, to: int, end: int, rest: tuple[str, ...]) -> int:
        """Where in the text the rest of a phrase ends that goes on at the word `to`; 0 where it does not."""
        ends = {to: end}
        for word in rest:
            following: dict[int, int] = {}
            for place in ends:
                if place < len(self.tokens.words) and place not in self.tokens.stops:
                    following.update(self._after(place, word))
            ends = following
        return max(ends.values(), default=0)

    def _after(self, place: int, word: str) -> Iterator[tuple[int, int]]:
        if word == STAR:
            yield place + 1, self.tokens.ends[place]
            return
        for one, to, _start, end in self._steps(place):
            if one == word:
                yield to, end


class _Set:
    """Expressions that are looked for at once."""

    def __init__(self, expressions: Sequence[tuple[int, str]]) -> None:
        self.expressions = dict(expressions)
        self.numbers = [number for number, _text in expressions]
        self.compiled: dict[int, re2._Regexp] = {}  # those that were ever found
        self.set = re2.Set.SearchSet(options(MEMORY))
        self.set.Add("")  # is always found; if it is not, the set had too little memory
        for _number, text in expressions:
            self.set.Add(text)
        self.set.Compile()

    def found_in(self, text: str) -> list[int]:
        found = self.set.Match(text) or []
        if 0 not in found:
            return [number for number in self.numbers if self.alone(number).search(text)]
        return [self.numbers[place - 1] for place in found if place]

    def alone(self, number: int) -> "re2._Regexp":
        if number not in self.compiled:
            self.compiled[number] = compiled(self.expressions[number])
        return self.compiled[number]


def _sets(expressions: Sequence[tuple[int, str]]) -> list[_Set]:
    return [_Set(expressions[first : first + TOGETHER]) for first in range(0, len(expressions), TOGETHER)]


def _lines_with(glob: "re2._Regexp", lines: str) -> Iterator[str]:
    """Each line in which it is found."""
    for found in glob.finditer(lines):
        start, end = found.span()
        first = start + 1 if lines[start] == "\n" else lines.rindex("\n", 0, start) + 1
        last = end - 1 if lines[end - 1] == "\n" else lines.index("\n", end)
        yield lines[first:last]


def _placed(number: int, expression: "re2._Regexp", folded: Folded) -> Match:
    match = Match(number)
    for count, found in enumerate(expression.finditer(folded.text)):
        if count == MOST_PLACES:
            match.everywhere = True
            break
        if not count:
            match.first = folded.span(*found.span())
        match.places += folded.parts(*found.span())
    return match
