"""A text with passages marked in it, and with what belongs to them. What that is, the caller says."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter

from articles.blocks import VOID, Block, blocks_of

TAG = re.compile(r"<(/?)(\w+)[^>]*>")
# A link may hold no other, and within code a number would be read as code.
SHELTERS = {"a", "code"}
INLINE_ENDS = re.compile(r"(?:</(?:a|b|cite|code|em|i|q|s|strong|sub|sup)>)*")
# Behind these a list or a table has only white space, which a browser would carry out of the table, marked.
FRAME = re.compile(r"<(?:/?(?:table|thead|tbody|tr)|[ou]l[^>]*|/(?:caption|td|th|li))>")
# What stands at one place of the source comes in this order.
ID, END_OF_MARK, NOTE, LINK, BOXES, START_OF_MARK = range(6)

Edit = tuple[int, int, str]  # where in the source, which of the above, what


@dataclass(frozen=True)
class Mark:
    key: int  # of the passage
    block: int  # the block's id
    start: int  # code points in the block's text
    end: int


def _nothing(_about: object) -> str:
    return ""


def marked(
    body: str,
    ids: Sequence[int],
    marks: Iterable[Mark] = (),
    *,
    note: Callable[[Mark], str] = _nothing,
    boxes: Callable[[list[Mark]], str] = _nothing,
    block_link: Callable[[int], str] = _nothing,
) -> str:
    """`body` is clean, `ids` are those of its blocks in their order. Nothing of the source is changed, only added to:

    - each block's element gets an id, each run of marked words a <mark>, which never crosses a tag;
    - `note` is inline HTML directly behind a passage, `block_link` behind the last words of each block; both stand
      outside of links and code;
    - `boxes` is block HTML behind a top-level element, and is asked once for all passages within it, in their order.

    White space at the ends of a passage is not marked. Marks that fit no block or reach out of it are left out.
    """
    blocks = dict(zip(ids, blocks_of(body), strict=False))
    of_block = _by_block(blocks, marks)
    tops, shelters = _outline(body)
    within: dict[int, list[Mark]] = defaultdict(list)
    edits: list[Edit] = []
    for key, block in blocks.items():
        ruler = _Ruler(block)
        after_name = block.opening + 1 + len(block.tag)
        edits.append((after_name, ID, f' id="p-{key}"'))
        edits += _in_marks(body, ruler, of_block[key])
        for mark in of_block[key]:
            edits.append((_clear(body, ruler.behind(mark.end), shelters), NOTE, note(mark)))
        edits.append((_clear(body, ruler.behind(len(block.text.rstrip())), shelters), LINK, block_link(key)))
        within[block.top] += of_block[key]
    edits += [(tops[top], BOXES, boxes(those)) for top, those in within.items() if those]
    return _edited(body, edits)


def _by_block(blocks: dict[int, Block], marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Each once, without the white space at its ends, in the order of the text."""
    found: dict[int, set[Mark]] = defaultdict(set)
    texts = {key: block.text for key, block in blocks.items()}
    for mark in marks:
        words = texts.get(mark.block, "")[mark.start : mark.end] if 0 <= mark.start < mark.end else ""
        if len(words) == mark.end - mark.start and words.strip():
            start = mark.start + len(words) - len(words.lstrip())
            found[mark.block].add(Mark(mark.key, mark.block, start, start + len(words.strip())))
    return defaultdict(list, {key: sorted(those, key=_order) for key, those in found.items()})


def _order(mark: Mark) -> tuple[int, int, int]:
    return mark.start, mark.end, mark.key


def _outline(body: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Where each top-level element ends, and where the outermost shelters begin and end."""
    tops: list[int] = []
    shelters: list[tuple[int, int]] = []
    depth, sheltered = 0, None
    for tag in TAG.finditer(body):
        closing, name = tag.groups()
        if not closing and not depth:
            tops.append(len(body))
        if name in VOID:
            continue
        if not closing:
            if name in SHELTERS and not sheltered:
                sheltered = depth, tag.start()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if sheltered and sheltered[0] == depth:
            shelters.append((sheltered[1], tag.end()))
            sheltered = None
        if not depth and tops:
            tops[-1] = tag.end()
    return tops, shelters


class _Ruler:
    """Where in the source the places of a block's text are."""

    def __init__(self, block: Block) -> None:
        self.pieces = block.pieces
        self.starts = list(accumulate((len(piece.text) for piece in block.pieces), initial=0))

    def behind(self, end: int) -> int:
        """The source behind the character before `end`."""
        place = bisect_left(self.starts, end) - 1
        piece = self.pieces[place]
        return piece.end if end == self.starts[place + 1] else piece.start + end - self.starts[place]

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The source of some characters, parted where tags stand between them."""
        place = bisect_right(self.starts, start) - 1
        left = right = self.pieces[place].start + start - self.starts[place]
        while self.starts[place] < end:
            piece = self.pieces[place]
            if piece.start > right:
                yield left, right
                left = piece.start
            place += 1
            right = piece.end if end >= self.starts[place] else self.behind(end)
        yield left, right


def _in_marks(body: str, ruler: _Ruler, marks: list[Mark]) -> Iterator[Edit]:
    for start, end, keys in _stretches(marks):
        opening = f'<mark class="passage" data-passage="{" ".join(map(str, keys))}">'
        for left, right in ruler.runs(start, end):
            if body[left:right].isspace() and FRAME.fullmatch(body, body.rfind("<", 0, left), left):
                continue
            yield left, START_OF_MARK, opening
            yield right, END_OF_MARK, "</mark>"


def _stretches(marks: list[Mark]) -> Iterator[tuple[int, int, list[int]]]:
    """Passages that overlap, cut where one of them begins or ends, with the keys of all that lie over a stretch."""
    cuts = sorted({place for mark in marks for place in (mark.start, mark.end)})
    for start, end in pairwise(cuts):
        over = [mark.key for mark in marks if mark.start <= start and end <= mark.end]
        if over:
            yield start, end, list(dict.fromkeys(over))


def _clear(body: str, place: int, shelters: list[tuple[int, int]]) -> int:
    """The first place from there on that is in no shelter, behind what ends at it."""
    nearest = bisect_left(shelters, (place, 0)) - 1
    if nearest >= 0 and place < shelters[nearest][1]:
        place = shelters[nearest][1]
    ends = INLINE_ENDS.match(body, place)
    return ends.end() if ends else place


def _edited(body: str, edits: list[Edit]) -> str:
    parts = []
    done = 0
    for place, _kind, html in sorted(edits, key=itemgetter(0, 1)):
        parts += [body[done:place], html]
        done = place
    return "".join([*parts, body[done:]])
