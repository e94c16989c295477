"""An anchor in the next revision. It may lose its place, but never takes a wrong one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from discussion.anchoring.alignment import Kept, Words, kept_words, words_of, words_of_block
from discussion.anchoring.anchor import BESIDE, Anchor, Text, anchor_at, common_end, common_start, places

# The part of a passage that must be left of it: `bin/bench anchors` measures what more or less of it would mean.
CUT_OFF = 0.5
WITNESS = 12  # letters beside a passage that still stand there make it certain which of several it is
PULLED_APART = 0.8  # of the passage's length may stand between its parts
UNTORN = 0.75  # of what is left must be in one part
ALONE = 24  # as many as this of its own are witnesses enough
BESIDE_SHARE = 0.25  # of what stood beside it must be there where it is not certain by itself
PHRASE = 12  # or these, where not one of them has changed
EDGE = 6  # what it says that a passage at the beginning or the end of its block still is there
APART = 6  # letters by which it must be better than any other place
APART_SHARE = 0.2  # and by as much of all that speaks for it
WIDER = 128  # characters that are looked at beside it where the earlier text is at hand
HOME = 2  # what is elsewhere must be so many times as much to be believed against the block's id
TRIED = 4  # places and blocks that are looked at closely, of each kind


@dataclass(frozen=True)
class Candidate:
    text: Text
    start: int
    end: int
    kept: int  # letters of the quote that are there
    beside: int  # and of what stood beside it
    share: float  # of the quote's letters
    whole: bool = False  # whether these are the very words, and more than one or two of them

    @property
    def worth(self) -> int:
        return self.kept + self.beside

    def holds(self, anchor: Anchor) -> bool:
        return self.text.id == anchor.block and self.start < anchor.end and anchor.start < self.end

    def rivals(self, best: "Candidate") -> bool:
        """Whether as much as half of the same words stands at another place."""
        apart = self.text is not best.text or self.end <= best.start or best.end <= self.start
        return apart and 2 * self.kept >= best.kept


def carry(
    anchor: Anchor, texts: Sequence[Text], *, before: Sequence[Text] = (), cut_off: float = CUT_OFF
) -> Anchor | None:
    """Where the words of `anchor` stand in `texts`, as far as they are still there; None where that is not certain.

    `before` are the texts that the anchor is from. With them more is certain: words that stood there once are the same
    words wherever they are now, and of words that stood there twice none are taken for the others.
    """
    if not anchor.quote.strip():
        return None
    if still := _in_place(anchor, texts):
        return still
    if still := _in_same_words(anchor, texts, before):
        return still
    sought = _wider(anchor, before)
    found = _candidates(sought, texts)
    if not found:
        return None
    doubles = [one for one in _candidates(sought, before) if not one.holds(anchor)]
    best = _best(found, doubles, anchor.block, cut_off)
    if best and _witnessed(best, sought, bool(before)) and not _belied(best, anchor, texts, before):
        return anchor_at(best.text, best.start, best.end)
    return None


def _belied(best: Candidate, anchor: Anchor, texts: Sequence[Text], before: Sequence[Text]) -> bool:
    """Whether the words changed where they are found, while the very words stand elsewhere, or stood twice before. An
    id can be given to a wrong block: it is no reason to prefer what is only alike.
    """
    quote = _folded(anchor.quote)
    if _folded(best.text.words[best.start : best.end]) == quote:
        return False
    if any(quote in _folded(text.words) for text in texts):
        return True
    return sum(_folded(text.words).count(quote) for text in before) > 1


def _folded(words: str) -> str:
    return " ".join(words.split())


def _in_place(anchor: Anchor, texts: Sequence[Text]) -> Anchor | None:
    for text in texts:
        if _stands(anchor, text) and anchor_at(text, anchor.start, anchor.end) == anchor:
            return anchor
    return None


def _stands(anchor: Anchor, text: Text) -> bool:
    return text.id == anchor.block and text.words.startswith(anchor.quote, anchor.start)


def _in_same_words(anchor: Anchor, texts: Sequence[Text], before: Sequence[Text]) -> Anchor | None:
    """In the block that says what its own did, where no other does or did."""
    was = next((text.words for text in before if _stands(anchor, text)), None)
    if was is None or sum(text.words == was for text in before) > 1:
        return None
    now = [text for text in texts if text.words == was]
    return anchor_at(now[0], anchor.start, anchor.end) if len(now) == 1 else None


def _wider(anchor: Anchor, before: Sequence[Text]) -> Anchor:
    """With more of what stood beside it, where that can be seen: it tells apart what 32 characters do not."""
    for text in before:
        if _stands(anchor, text):
            prefix = text.words[max(0, anchor.start - WIDER) : anchor.start]
            return replace(anchor, prefix=prefix, suffix=text.words[anchor.end : anchor.end + WIDER])
    return anchor


def _candidates(anchor: Anchor, texts: Sequence[Text]) -> list[Candidate]:
    """The best first."""
    sought = words_of(anchor.prefix + anchor.quote + anchor.suffix)
    found = [*_exact(anchor, sought, texts), *_alike(anchor, sought, texts)]
    return sorted(found, key=lambda one: one.worth, reverse=True)


def _exact(anchor: Anchor, sought: Words, texts: Sequence[Text]) -> Iterator[Candidate]:
    """The places with the very words, or those of them where most stands beside that stood there before."""
    hits = ((text, start) for text in texts for start in places(text.words, anchor.quote))

    def rank(hit: tuple[Text, int]) -> tuple[int, bool]:
        text, start = hit
        end = start + len(anchor.quote)
        before, after = text.words[max(0, start - WIDER) : start], text.words[end : end + WIDER]
        return common_end(before, anchor.prefix) + common_start(after, anchor.suffix), text.id == anchor.block

    quoted = words_of(anchor.quote).weights
    for text, start in nlargest(2 * TRIED, hits, key=rank):
        end = start + len(anchor.quote)
        around = max(0, start - len(anchor.prefix) - BESIDE), min(len(text.words), end + len(anchor.suffix) + BESIDE)
        aligned = _aligned(anchor, sought, text, *around)
        here = aligned and aligned.start < end and start < aligned.end
        beside = aligned.beside if aligned and here else 0
        yield Candidate(text, start, end, sum(quoted), beside, 1.0, len(quoted) > 2)


def _alike(anchor: Anchor, sought: Words, texts: Sequence[Text]) -> Iterator[Candidate]:
    """Where much of the quote stands, in the blocks that have most neighbouring words of it."""
    shared = {at: len(sought.pairs & words_of_block(text.words).pairs) for at, text in enumerate(texts)}
    home = [at for at in shared if texts[at].id == anchor.block]
    for at in {*home, *nlargest(TRIED, (at for at in shared if shared[at] > 1), key=shared.__getitem__)}:
        text = texts[at]
        if found := _aligned(anchor, sought, text, 0, len(text.words)):
            yield found
            for start, end in ((0, found.start), (found.end, len(text.words))):
                if other := _aligned(anchor, sought, text, start, end):
                    yield other


def _aligned(anchor: Anchor, sought: Words, text: Text, start: int, end: int) -> Candidate | None:
    """What stands of the passage in that part of the text, from the first word that was kept to the last."""
    whole = not start and end == len(text.words)
    there = words_of_block(text.words) if whole else words_of(text.words[start:end])
    first, last = len(anchor.prefix), len(anchor.prefix) + len(anchor.quote)
    quoted = [place for place, (begins, ends) in enumerate(sought.spans) if begins < last and ends > first]
    kept = kept_words(sought, there)
    inside = _together([word for word in kept if quoted[0] <= word.old <= quoted[-1]], sought, there, quoted)
    if not inside:
        return None
    # A word that only looks like what was there shows where the ends are, not that the passage is still there.
    weight = sum(sought.weights[word.old] for word in inside if sought.keys[word.old] == there.keys[word.new])
    beside = sum(sought.weights[word.old] for word in kept if not quoted[0] <= word.old <= quoted[-1])
    opening, closing = _edges(sought, there, inside, first, last)
    beside += EDGE * (
        (not anchor.prefix and start + opening == 0) + (not anchor.suffix and start + closing == len(text.words))
    )
    share = weight / sum(sought.weights[place] for place in quoted)
    return Candidate(text, start + opening, start + closing, weight, beside, share)


def _together(inside: list[Kept], sought: Words, there: Words, quoted: list[int]) -> list[Kept]:
    """Without what stands so far from the rest that nearly another passage is between. None where much of it does, as
    then no part is the passage.
    """

    def weight(words: list[Kept]) -> int:
        return sum(sought.weights[word.old] for word in words)

    bound = max(WITNESS, PULLED_APART * sum(sought.weights[place] for place in quoted))
    parts: list[list[Kept]] = [[]]
    for word in inside:
        if parts[-1] and sum(there.weights[parts[-1][-1].new + 1 : word.new]) > bound:
            parts.append([])
        parts[-1].append(word)
    most = max(parts, key=weight)
    return most if weight(most) >= UNTORN * weight(inside) else []


def _edges(sought: Words, there: Words, inside: list[Kept], first: int, last: int) -> tuple[int, int]:
    """A quote may begin or end within a word; elsewhere its edges are those of words."""
    opening, closing = there.spans[inside[0].new][0], there.spans[inside[-1].new][1]
    opening += max(0, first - sought.spans[inside[0].old][0])
    closing -= max(0, sought.spans[inside[-1].old][1] - last)
    return (opening, closing) if opening < closing else (there.spans[inside[0].new][0], there.spans[inside[-1].new][1])


def _best(found: Sequence[Candidate], doubles: Sequence[Candidate], block: int, cut_off: float) -> Candidate | None:
    """Of what is left in the passage's own block, if that is not far less than what there is elsewhere, else of all."""
    enough = [one for one in found if one.share >= cut_off]
    at_home = [one for one in enough if one.text.id == block]
    if at_home and enough[0].worth < HOME * at_home[0].worth:
        enough, doubles = at_home, [one for one in doubles if one.text.id == block]
    if not enough:
        return None
    best = enough[0]
    rivals = [*(one for one in found if one.text.id == block or best not in at_home), *doubles]
    apart = max(APART, APART_SHARE * best.worth)
    return best if all(best.worth - one.worth >= apart for one in rivals if one.rivals(best)) else None


def _witnessed(best: Candidate, sought: Anchor, known: bool) -> bool:
    """By its block; else by its own words, which are many and stood there only once, or by what stands beside it."""
    if best.text.id == sought.block:
        return best.worth >= WITNESS
    if known and best.kept >= (PHRASE if best.whole else ALONE):
        return True
    around = sum(words_of(sought.prefix).weights) + sum(words_of(sought.suffix).weights)
    return best.worth >= ALONE and best.beside >= max(WITNESS, BESIDE_SHARE * around)
