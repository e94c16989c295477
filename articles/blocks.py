"""The blocks of a text: its paragraphs, headings, list items, cells and whatever else holds words, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

# What may hold words of its own. The words of a block are those of which it is the innermost of these.
HOLDERS = {"p", "h2", "h3", "li", "blockquote", "pre", "figcaption", "caption", "td", "th"}
VOID = {"br", "hr", "img"}


@dataclass
class Piece:
    """A run of a block's words as it stands in the source: between two tags, or one character reference."""

    start: int  # in the source
    end: int
    text: str  # what a reader sees of it


@dataclass
class Block:
    """One block. `pieces` follow each other in the source; other tags may stand between them."""

    opening: int  # where its opening tag begins in the source, and where that ends
    opened: int
    tag: str
    top: int  # the place of the top-level element that it is in, counted from 0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As the browser's textContent has it, without what inner blocks hold. Nothing is trimmed or folded."""
        return "".join(piece.text for piece in self.pieces)


def blocks_of(body: str) -> list[Block]:
    """`body` is clean (body.py): well-formed, so that each tag is where it seems to be. Blocks without words, a list
    item around paragraphs for one, are none. Linear.
    """
    reader = _Reader(body)
    reader.feed(body)
    reader.close()
    return [block for block in reader.found if block.text.strip()]


class _Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.found: list[Block] = []
        self.stack: list[tuple[str, Block | None]] = []
        self.top = -1
        self.lines = list(_line_starts(source))

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.stack:
            self.top += 1
        if tag in VOID:
            return
        block = None
        if tag in HOLDERS:
            at = self._at()
            block = Block(at, at + len(self.get_starttag_text() or ""), tag, self.top)
            self.found.append(block)
        self.stack.append((tag, block))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self._add(data, data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};", unescape(f"&#{name};"))

    def _add(self, raw: str, text: str) -> None:
        holder = next((block for _tag, block in reversed(self.stack) if block), None)
        if holder:
            at = self._at()
            holder.pieces.append(Piece(at, at + len(raw), text))


def _line_starts(source: str) -> Iterator[int]:
    """As HTMLParser counts lines: by line feeds alone."""
    yield 0
    for place, char in enumerate(source):
        if char == "\n":
            yield place + 1
