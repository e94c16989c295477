"""What changed from one text to another, in paragraphs and words, for people to read."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from articles.words import pieces_of, words_of

Texts = Sequence[tuple[int, str]]  # the id of each block with its text
Part = Literal["same", "added", "removed"]
PIECES_COMPARED = 4_000  # of one paragraph: a longer one would keep whoever saves it waiting


@dataclass(frozen=True)
class Run:
    """Words that are in both texts or in one of them."""

    kind: Part
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One that both texts have may have changed words, and may stand elsewhere than before."""

    kind: Literal["same", "changed", "added", "removed"]
    runs: list[Run]
    moved: bool = False


def differences(old: Texts, new: Texts) -> list[Paragraph]:
    """In the order of the new text; what was removed follows what it followed in the old one."""
    before = dict(old)
    staying = _staying([number for number, _text in old], [number for number, _text in new])
    removed = _removed(old, {number for number, _text in new})
    found = list(removed.get(None, []))
    for number, text in new:
        if number not in before:
            found.append(Paragraph("added", [Run("added", text)]))
        else:
            found.append(_of_both(before[number], text, moved=number not in staying))
        found += removed.get(number, [])
    return found


def words_changed(old: Texts, new: Texts) -> tuple[int, int]:
    """How many words were added, and how many removed."""
    count = {"same": 0, "added": 0, "removed": 0}
    for paragraph in differences(old, new):
        for run in paragraph.runs:
            count[run.kind] += len(words_of(run.text)) if run.kind != "same" else 0
    return count["added"], count["removed"]


def runs_of(old: str, new: str) -> list[Run]:
    """Without what was added it is the old text, without what was removed the new one."""
    if old == new:
        return [Run("same", new)]
    runs = []
    for is_same, group in groupby(_steps(pieces_of(old), pieces_of(new)), key=lambda step: step[0]):
        befores, nows = zip(*[(before, now) for _same, before, now in group], strict=True)
        if is_same:
            runs.append(Run("same", "".join(nows)))
        else:
            runs += [Run("removed", "".join(befores)), Run("added", "".join(nows))]
    return [run for run in runs if run.text]


def _staying(old: list[int], new: list[int]) -> set[int]:
    """The most ids that follow each other in both: the others of both have moved."""
    places = {number: place for place, number in enumerate(old)}
    ends: list[int] = []  # the least place at which an order of each length ends
    lengths = {}
    for number in new:
        if number in places:
            lengths[number] = bisect_left(ends, places[number])
            ends[lengths[number] : lengths[number] + 1] = [places[number]]
    staying: set[int] = set()
    length, next_place = len(ends) - 1, len(old)
    for number in reversed(new):
        if lengths.get(number) == length and places[number] < next_place:
            staying.add(number)
            length, next_place = length - 1, places[number]
    return staying


def _removed(old: Texts, there: set[int]) -> dict[int | None, list[Paragraph]]:
    """By the id of the last block before that the new text has, too."""
    removed: dict[int | None, list[Paragraph]] = {}
    last = None
    for number, text in old:
        if number in there:
            last = number
        else:
            removed.setdefault(last, []).append(Paragraph("removed", [Run("removed", text)]))
    return removed


def _of_both(old: str, new: str, *, moved: bool) -> Paragraph:
    return Paragraph("same" if old == new else "changed", runs_of(old, new), moved)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Whether it is the same, how it read and how it reads. Two changes with only a space between are one."""
    if max(len(old), len(new)) > PIECES_COMPARED:
        yield False, "".join(old), "".join(new)
        return
    # A space is nothing to start from: there is one after every word.
    compared = SequenceMatcher(str.isspace, old, new, autojunk=False)
    codes = compared.get_opcodes()
    for place, (tag, from_old, to_old, from_new, to_new) in enumerate(codes):
        before, now = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        between = 0 < place < len(codes) - 1 and before.isspace()
        yield tag == "equal" and not between, before, now
