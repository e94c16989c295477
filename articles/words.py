"""A text in the pieces that people compare: words, spaces, signs; characters where no spaces part words."""

import re

SIGNS = r"!-/:-@\[-`{-~¡-¿\u2010-\u205e\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
# Thai to Burmese, Khmer, kana, Chinese: each character with the marks upon it.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PIECE = re.compile(
    rf"(?P<word>[{UNSPACED}][^\w\s{SIGNS}]*|[^\s{SIGNS}{UNSPACED}]+(?:(?:['’]|(?<=\d)[.,](?=\d))[^\s{SIGNS}{UNSPACED}]+)*)"
    r"|\s+|."
)


def pieces_of(text: str) -> list[str]:
    """Joined they are the text."""
    return [match[0] for match in PIECE.finditer(text)]


def words_of(text: str) -> list[str]:
    return [match[0] for match in PIECE.finditer(text) if match["word"]]
