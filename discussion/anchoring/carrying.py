"""An anchor in the next revision. It may lose its place, but never takes a wrong one."""

from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from discussion.anchoring.anchor import Anchor, Text, anchor_at, common_end, common_start, places
from discussion.anchoring.following import Trail, follow
from discussion.anchoring.twins import WITNESS, is_certain

# The part of a passage that must be left of it: `bin/bench anchors` measures what more or less of it would mean.
CUT_OFF = 0.5
LONGEST_WORD = 24  # that it came between two others does not tear them apart
SAME_WORD = 0.6  # of its letters: a word that was corrected is still that word


def carry(anchor: Anchor, texts: Sequence[Text], *, before: Sequence[Text], cut_off: float = CUT_OFF) -> Anchor | None:
    """Where the words of `anchor` stand in `texts`, as far as they are still there; None where that is not certain.

    `before` are the texts that the anchor is from. In others it is only found where just its words came back.
    """
    if not anchor.quote.strip():
        return None
    block = next((place for place, text in enumerate(before) if _stands(anchor, text)), None)
    if block is None:
        return _come_back(anchor, texts)
    if list(texts) == list(before):
        return anchor
    trail = follow(tuple(before), tuple(texts))
    place = _place(trail, anchor, block, cut_off)
    return anchor_at(texts[place[0]], *place[1:]) if place else None


def _stands(anchor: Anchor, text: Text) -> bool:
    return text.id == anchor.block and text.words.startswith(anchor.quote, anchor.start)


def _come_back(anchor: Anchor, texts: Sequence[Text]) -> Anchor | None:
    """At the one place with the very words, if what stood beside them does so there."""
    found = [anchor_at(text, at, at + len(anchor.quote)) for text in texts for at in places(text.words, anchor.quote)]
    if len(found) != 1:
        return None
    same = common_end(found[0].prefix, anchor.prefix) + common_start(found[0].suffix, anchor.suffix)
    return found[0] if same >= min(WITNESS, len(anchor.prefix + anchor.suffix)) else None


def _place(trail: Trail, anchor: Anchor, block: int, cut_off: float) -> tuple[int, int, int] | None:
    """Its block and where it starts and ends there."""
    old, new = trail.old, trail.new
    quoted = old.within(block, anchor.start, anchor.end)
    saying = [was for was in quoted if old.lettered[was]] or quoted
    kept = _kept(trail, quoted)
    letters = {was: _letters(old.spans[was], anchor) for was in saying}
    part = _largest_part(trail, [was for was in saying if was in kept], kept, letters)
    if not part:
        return None
    left = sum(letters[was] * _likeness(old.keys[was], new.keys[kept[was]]) for was in part)
    part = _with_signs(part, kept)
    if left < cut_off * sum(letters.values()) or not is_certain(trail, {was: kept[was] for was in part}):
        return None
    first, last = part[0], part[-1]
    opening, closing = new.spans[kept[first]][0], new.spans[kept[last]][1]
    # A quote may begin or end within a word.
    start = opening + max(0, anchor.start - old.spans[first][0])
    end = closing - max(0, old.spans[last][1] - anchor.end)
    return (new.blocks[kept[first]], start, end) if start < end else (new.blocks[kept[first]], opening, closing)


def _kept(trail: Trail, quoted: Sequence[int]) -> dict[int, int]:
    """Each word with its place, those among them that are spelled a little otherwise between words that were kept."""
    kept = {was: now for was in quoted if (now := trail.to[was]) is not None}
    for step in (1, -1):
        for was in quoted[::step]:
            beside = kept.get(was - step, trail.to[was - step])
            if was in kept or beside is None:
                continue
            now = beside + step
            if trail.free(was, now) and now not in kept.values() and _is_corrected(trail, was, now, step):
                kept[was] = now
    return kept


def _is_corrected(trail: Trail, was: int, now: int, step: int) -> bool:
    old, new = trail.old.keys[was], trail.new.keys[now]
    if not (trail.old.lettered[was] and trail.new.lettered[now]):
        return False
    distance = Levenshtein.distance(old, new)
    held = trail.to[was + step] == now + step
    return (held and distance <= 1) or (distance <= 1 + len(old) // 8 and _likeness(old, new) >= SAME_WORD)


def _likeness(old: str, new: str) -> float:
    return Levenshtein.normalized_similarity(old, new)


def _letters(span: tuple[int, int], anchor: Anchor) -> int:
    return min(span[1], anchor.end) - max(span[0], anchor.start)


def _largest_part(trail: Trail, words: list[int], kept: dict[int, int], letters: dict[int, int]) -> list[int]:
    """What stands together in one block, in its old order; longer than the passage itself no other text is between."""
    spans, blocks = trail.new.spans, trail.new.blocks
    bound = max(LONGEST_WORD, sum(letters.values()))
    parts: list[list[int]] = []
    for was in sorted(words, key=lambda was: kept[was]):
        here = kept[was]
        last = kept[parts[-1][-1]] if parts else None
        if last is None or blocks[last] != blocks[here] or spans[here][0] - spans[last][1] >= bound:
            parts.append([])
        parts[-1].append(was)
    return _in_order(max(parts, key=lambda part: sum(letters[was] for was in part), default=[]))


def _in_order(words: list[int]) -> list[int]:
    """As many of them as follow each other."""
    longest: list[int] = []
    ends: list[int] = []
    chains: list[list[int]] = []
    for was in words:
        at = bisect_left(ends, was)
        chain = [*(chains[at - 1] if at else ()), was]
        ends[at : at + 1], chains[at : at + 1] = [was], [chain]
        longest = max(longest, chain, key=len)
    return longest


def _with_signs(part: list[int], kept: dict[int, int]) -> list[int]:
    """And with those that still stand right beside them."""
    found = set(part)
    for step in (1, -1):
        for was in part:
            while kept.get(was + step) == kept[was] + step and was + step not in found:
                was += step
                found.add(was)
    return sorted(found)
