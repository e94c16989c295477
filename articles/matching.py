"""Which block of a text is which block of the text before: by their words alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from articles.words import words_of

# Of 51,573 pairs of paragraphs of six words or more, from demo articles and discussions of different subjects (English,
# mostly comments), none shares more than 35 % of its words in the same order, and no passage of one is more than 60 %
# like the other. With shorter ones (57,407 pairs) it is 44 %: "What the money buys", "What the red book says".
ALIKE = 0.5
PART_ALIKE = 70  # per cent: how rapidfuzz says it
WORDS_OF_A_PART = 6  # fewer are found in any long paragraph
SPELT_ALIKE = 75  # for a few words, of which one was corrected
LETTERS_COMPARED = 60


def match(old: Sequence[tuple[int, str]], new: Sequence[str], first_free: int) -> list[int]:
    """The id of each new block: that of the old block whose text it has, and else a new one from `first_free` on.

    Equal texts come first, wherever they went; equal ones among them keep their order. Of what is left those are
    paired that share most words, so that the larger part of a split block keeps its id, and a merged block has the
    id of the one that gave most. The same input has the same answer.
    """
    texts = [_folded(text) for _id, text in old]
    wanted = [_folded(text) for text in new]
    places = dict(_equal(texts, wanted))
    kept = set(places.values())
    left = {place: text for place, text in enumerate(texts) if place not in kept}
    changed = {place: text for place, text in enumerate(wanted) if place not in places}
    places |= _alike(left, changed)
    free = iter(range(first_free, first_free + len(new)))
    return [old[places[place]][0] if place in places else next(free) for place in range(len(new))]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _equal(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Places in the new text, each with its place in the old one."""
    head = _run_of_equals(zip(old, new, strict=False))
    tail = _run_of_equals(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    yield from ((place, place) for place in range(head))
    yield from ((len(new) - place, len(old) - place) for place in range(1, tail + 1))
    there, here = _places(old, head, tail), _places(new, head, tail)
    for text in here.keys() & there.keys():
        yield from _in_order(there[text], here[text], old, new)


def _run_of_equals(pairs: "zip[tuple[str, str]]") -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _places(texts: list[str], head: int, tail: int) -> dict[str, list[int]]:
    places = defaultdict(list)
    for place in range(head, len(texts) - tail):
        places[texts[place]].append(place)
    return places


def _in_order(there: list[int], here: list[int], old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of one text that both have, in order. Where one of them has it more often, those are left over that
    have other neighbours than before.
    """
    if len(there) == len(here):
        return zip(here, there, strict=True)
    if len(there) < len(here):
        return ((place, was) for was, place in _in_order(here, there, new, old))
    return zip(here, _best_of(there, [_neighbours(new, place) for place in here], old), strict=True)


def _neighbours(texts: list[str], place: int) -> tuple[str, str]:
    """An empty text is none: blocks have words."""
    before = texts[place - 1] if place else ""
    return before, texts[place + 1] if place + 1 < len(texts) else ""


def _best_of(places: list[int], wanted: list[tuple[str, str]], texts: list[str]) -> list[int]:
    """As many of `places` as are wanted, in order, so that most of their neighbours are as wanted."""
    best: list[tuple[int, list[int]]] = [(0, [])]  # by how many were taken: the score, and which
    for place in places:
        around = _neighbours(texts, place)
        longer = [
            (score + sum(map(str.__eq__, around, neighbours)), [*taken, place])
            for (score, taken), neighbours in zip(best, wanted, strict=False)
        ]
        best = [
            best[0],
            *(max(pair, key=itemgetter(0)) for pair in zip(best[1:], longer, strict=False)),
            *longer[len(best) - 1 :],
        ]
    return best[-1][1]


def _alike(old: dict[int, str], new: dict[int, str]) -> dict[int, int]:
    """New places with old ones: those first that share most, of equals those that moved least."""
    pairs = sorted((-shared, abs(was - place), was, place) for shared, was, place in _likenesses(old, new))
    taken: dict[int, int] = {}
    gone: set[int] = set()
    for _shared, _moved, was, place in pairs:
        if place not in taken and was not in gone:
            taken[place] = was
            gone.add(was)
    return taken


def _likenesses(old: dict[int, str], new: dict[int, str]) -> Iterator[tuple[float, int, int]]:
    """How many words are shared by which two places, of those that are alike."""
    letters: dict[str, str] = {}
    before, now = _in_letters(old, letters), _in_letters(new, letters)
    short = {place: text for place, text in new.items() if len(text) <= LETTERS_COMPARED}
    for was, text in before.items():
        for other, shared, place in process.extract_iter(text, now, scorer=LCSseq.similarity):
            if _are_alike(text, other, shared):
                yield shared, was, place
        if len(old[was]) <= LETTERS_COMPARED:
            for _spelt, score, place in process.extract_iter(old[was], short, scorer=fuzz.ratio):
                if score >= SPELT_ALIKE:
                    yield score / 100 * min(len(text), len(now[place])), was, place


def _are_alike(one: str, other: str, shared: float) -> bool:
    """As wholes, or the shorter as a part of the longer. Looking for a part takes ten times as long, and can only
    find one where at least half of the words are shared.
    """
    words = min(len(one), len(other))
    if not words or 2 * shared >= ALIKE * (len(one) + len(other)):
        return words > 0
    return words >= WORDS_OF_A_PART and 2 * shared >= words and fuzz.partial_ratio(one, other) >= PART_ALIKE


def _in_letters(texts: dict[int, str], letters: dict[str, str]) -> dict[int, str]:
    """Each word as one character, so that rapidfuzz compares words at its speed for characters. From the private
    ones on there are a million, and no text that a form takes has so many words.
    """
    return {
        place: "".join(letters.setdefault(word, chr(0xE000 + len(letters))) for word in words_of(text))
        for place, text in texts.items()
    }
