"""Names that the eye takes for one another (Unicode's confusables, UTS 39)."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from confusable_homoglyphs.categories import alias  # type: ignore[import-untyped]
from confusable_homoglyphs.confusables import confusables_data  # type: ignore[import-untyped]
from django.db import models

# After case is folded: what is told apart by capitals only (I and l), and what two letters look like.
SAME_TO_THE_EYE = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o", "5": "s"})
LIGATURES = {"rn": "m", "vv": "w"}

# Scripts that belong together in a word, as in Japanese, Chinese and Korean (UTS 39, highly restrictive).
NEUTRAL = {"COMMON", "INHERITED"}
FAMILIES = [
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
]


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    """The same for names that look alike, whatever their letters, accents, spaces and capitals."""
    plain = "".join(_letter(character) for character in unicodedata.normalize("NFKD", name))
    seen = plain.casefold().translate(SAME_TO_THE_EYE)
    for pair, letter in LIGATURES.items():
        seen = seen.replace(pair, letter)
    return seen


class SkeletonField(models.TextField):
    """Keeps the skeleton of another field of its row, so that who looks like somebody is found by an index. It is
    derived whenever the row is saved; a save that names its fields must name this one too.
    """

    def __init__(self, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(**{"default": "", "blank": True, "editable": False, "db_index": True, **options})

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "of": self.of}

    def pre_save(self, row: models.Model, add: bool) -> str:
        derived = skeleton(getattr(row, self.of))
        setattr(row, self.attname, derived)
        return derived


def mixes_scripts(name: str) -> bool:
    """Whether a word of it does: "Tom Иванов" is two words, Cyrillic а in "аdmin" is a trap."""
    return any(not _fits(set(_scripts(word))) for word in name.split())


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """The Latin letter or digit that it looks like, else itself; nothing for what has no shape of its own."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Zs", "Pc", "Pd"):
        return ""
    if character.isascii():
        return character
    alike = [other["c"] for other in confusables_data.get(character, [])]
    return next((other[0] for other in alike if _is_a_letter_with_marks(other)), character)


def _is_a_letter_with_marks(text: str) -> bool:
    return text[0].isascii() and text[0].isalnum() and all(map(unicodedata.combining, text[1:]))


def _scripts(word: str) -> Iterator[str]:
    return (script for script in map(alias, word) if script not in NEUTRAL)


def _fits(scripts: set[str]) -> bool:
    return len(scripts) <= 1 or any(scripts <= family for family in FAMILIES)
