"""The two places of a comment that hold what is its reader's own. A thread's HTML is made once for everybody, with
a slot at each of them; what belongs there is put in for each reader, so that it is there without script.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from discussion.conversation.line import Line, Own
from kit.skeletons import Skeleton

# Text of readers can hold no HTML comment: all of it is escaped or cleaned.
SLOT = re.compile(r"<!--(?:mark|actions) (\d+)-->")
MOST_FILLED = 1000  # what stands in the slots of a page, for readers of whom each finds something else there

mark_of = Skeleton("discussion/_mark.html", "line", facts=["own"])
actions_of = Skeleton(
    "discussion/_actions.html", "line", ["id", "name", "url", "up", "down"], ["own", "counted", "picked"]
)
box_of = Skeleton(
    "discussion/_comment.html",
    "line",
    [
        *("id", "name", "profile", "html", "gone", "avatar", "badge", "posted_iso", "posted_words", "url", "parent"),
        *("appeared", "mark", "actions", "ref", "answers"),
    ],
    ["by_author", "by_staff", "picked", "pinned", "low", "edited", "target"],
)
row_of = Skeleton(
    "discussion/_row.html",
    "line",
    ["box", "heading", "rest", "height", "show_replies", "hide_replies", "onward", "closes"],
    ["opens", "low"],
)


@dataclass
class Slotted:
    """A thread's HTML in pieces: what is everybody's, and between each two pieces a slot."""

    pieces: list[str] = field(default_factory=list)
    places: dict[int, list[int]] = field(default_factory=dict)  # of each comment's slots in them, the mark's first
    filled: dict[tuple[int, Own], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: list[Line]) -> Self:
        """Its slots hold what a stranger finds in them; so do `lines` afterwards."""
        for line in lines:
            line.mark, line.actions = SafeString(f"<!--mark {line.id}-->"), SafeString(f"<!--actions {line.id}-->")
        pieces = SLOT.split(thread_html(lines))
        places: dict[int, list[int]] = {}
        for place in range(1, len(pieces), 2):
            places.setdefault(int(pieces[place]), []).append(place)
        slotted = cls(pieces, places)
        fill(lines)
        slotted.put(pieces, lines)
        return slotted

    def fill(self, lines: Iterable[Line]) -> None:
        """As fill() does; what one reader found, the next one who finds the same need not wait for."""
        for line in lines:
            kept = self.filled.get((line.id, line.own))
            if kept is None:
                fill([line])
                if len(self.filled) >= MOST_FILLED:
                    self.filled.clear()
                kept = self.filled[line.id, line.own] = line.mark, line.actions
            line.mark, line.actions = kept

    def put(self, pieces: list[str], lines: Iterable[Line]) -> None:
        for line in lines:
            for place, text in zip(self.places.get(line.id, ()), (line.mark, line.actions), strict=False):
                pieces[place] = text

    def html(self, own: Iterable[Line]) -> SafeString:
        """For a reader to whom these lines are other than to a stranger."""
        pieces = self.pieces.copy()
        self.put(pieces, own)
        return SafeString("".join(pieces))


def fill(lines: Sequence[Line]) -> None:
    """Renders what the slots of these lines hold for the reader whose `own` they carry."""
    actions = iter(actions_of.each([line for line in lines if not line.gone]))
    for line in lines:
        line.mark = SafeString(mark_of(line)) if line.own.new or line.own.muted else ""
        line.actions = "" if line.gone else SafeString(next(actions))


def put_in_boxes(lines: list[Line]) -> None:
    for line, box in zip(lines, box_of.each(lines), strict=True):
        line.box = SafeString(box)


def thread_html(lines: list[Line]) -> SafeString:
    put_in_boxes(lines)
    rows = "".join(row_of.each(lines))
    for line in lines:
        line.box = ""
    return render_to_string("discussion/_thread.html", {"rows": SafeString(rows)})
