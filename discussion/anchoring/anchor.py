from collections.abc import Iterator
from dataclasses import dataclass

BESIDE = 32  # characters kept of what stands before and after a quote


@dataclass(frozen=True)
class Text:
    """One block of one revision. `id` stays with it through edits as far as the matching of blocks could tell."""

    id: int
    words: str


@dataclass(frozen=True)
class Anchor:
    """A passage of one block, whose words are words[start:end]; `prefix` and `suffix` stand beside it in that block."""

    block: int
    quote: str
    prefix: str
    suffix: str
    start: int  # in code points

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


def anchor_at(text: Text, start: int, end: int) -> Anchor:
    if not 0 <= start < end <= len(text.words):
        raise ValueError(f"{start} to {end} is no place in {len(text.words)} characters")
    quote = text.words[start:end]
    if not quote.strip():
        raise ValueError("only spaces stand there")
    prefix = text.words[max(0, start - BESIDE) : start]
    return Anchor(text.id, quote, prefix, text.words[end : end + BESIDE], start)


def places(words: str, quote: str) -> Iterator[int]:
    """Where `quote` begins in `words`, places that overlap as well."""
    start = words.find(quote)
    while start >= 0:
        yield start
        start = words.find(quote, start + 1)


def common_end(one: str, other: str) -> int:
    """How many characters both end with."""
    count = 0
    for mine, yours in zip(reversed(one), reversed(other), strict=False):
        if mine != yours:
            break
        count += 1
    return count


def common_start(one: str, other: str) -> int:
    return common_end(one[::-1], other[::-1])
