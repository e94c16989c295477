"""What else a word can be read as: letters of other alphabets, digits for letters, accents and repetition."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from confusable_homoglyphs.categories import alias  # type: ignore[import-untyped]
from confusable_homoglyphs.confusables import confusables_data  # type: ignore[import-untyped]

CYRILLIC = dict(zip("авсԁеёгнһіїјкӏмпорԛѕтѵԝхуүь", "abcdeerhhiijklmnopqstvwxyyb", strict=True))
GREEK = dict(zip("αβϲεηικμνορσςτυχγω", "abcenikuvopostuxyw", strict=True))
ARMENIAN = dict(zip("օսհոցզ", "ouhngq", strict=True))
STROKES = dict(zip("øđðłħŧıƒɑɡɩ", "oddlhtifagi", strict=True))
SMALL = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
ALIKE = {**CYRILLIC, **GREEK, **ARMENIAN, **SMALL}
# Alphabets in which a whole word may look like a Latin one.
ALPHABETS = {"CYRILLIC": CYRILLIC, "GREEK": GREEK, "ARMENIAN": ARMENIAN}
BACK = {script: {latin: own for own, latin in reversed(pairs.items())} for script, pairs in ALPHABETS.items()}
BACK["CYRILLIC"] |= {"0": "о", "3": "з", "4": "ч", "6": "б"}

LONGEST = 60  # letters of a word that is looked at closely
SYMBOLS = frozenset("@$€!|")
AS_LETTERS = [str.maketrans("013457890@$€!|", f"o{one}eastbgoase{one}{one}") for one in "il"]
REPEATED = re.compile(r"(.)\1{2,}")
ACCENTED = 4  # letters of a word from which on it is taken for the one without accents: "año" is not "ano"


def spoken(words: Iterable[str]) -> frozenset[str]:
    """The alphabets in which something stands that is not made of letters that look Latin."""
    found = set()
    for word in words:
        if not word.isascii():
            script = script_of(word)
            if script in ALPHABETS and not all(letter in ALPHABETS[script] for letter in word):
                found.add(script)
    return frozenset(found)


def readings(word: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """`word` itself first. `known`: what spoken() says of the whole text."""
    if word.isascii() and word.isalpha() and (len(word) < 3 or not REPEATED.search(word)):
        return (word,)
    if len(word) > LONGEST:
        return tuple(dict.fromkeys((word, REPEATED.sub(r"\1\1", word), REPEATED.sub(r"\1", word))))
    return tuple(dict.fromkeys(_readings(word, known)))


@lru_cache(maxsize=4096)
def script_of(word: str) -> str:
    """Of all its letters; empty where it mixes some."""
    scripts = {script for script in map(alias, word) if script not in ("COMMON", "INHERITED")}
    return scripts.pop() if len(scripts) == 1 else ""


def _readings(word: str, known: frozenset[str]) -> Iterator[str]:
    yield word
    for read in _alphabets(word, known) if not word.isascii() else (word,):
        if read != word:
            yield read
        yield from _without_digits(read)
        if REPEATED.search(read):
            yield REPEATED.sub(r"\1\1", read)
            yield REPEATED.sub(r"\1", read)


def _without_digits(word: str) -> Iterator[str]:
    """Where letters are not fewer than digits: "sh1t", but no "A55"."""
    digits = sum(letter in "0123456789" for letter in word)
    symbols = sum(letter in SYMBOLS for letter in word)
    if not (digits or symbols) or digits > len(word) - digits - symbols:
        return
    if "2" in word or "6" in word:
        return
    for table in AS_LETTERS:
        yield word.translate(table)


def _alphabets(word: str, known: frozenset[str]) -> Iterator[str]:
    yield word
    script = script_of(word)
    if script == "LATIN":
        plain = _latin(word)
        if plain and len(plain) >= (2 if any(letter in SMALL for letter in word) else ACCENTED):
            yield plain
        return
    mixed = not script
    if mixed or (script in (*ALPHABETS, "CHEROKEE") and script not in known):
        plain = _latin(word)
        if plain:
            yield plain
    if mixed:
        for back in BACK.values():
            turned = "".join(back.get(letter, letter) for letter in word)
            if script_of(turned):
                yield turned


def _latin(word: str) -> str:
    """In ASCII, or nothing where some letter looks like none of its."""
    letters = [_looks_like(letter) for letter in word]
    return "".join(letters) if all(letters) else ""


@lru_cache(maxsize=4096)
def _looks_like(letter: str) -> str:
    if letter.isascii():
        return letter
    known = ALIKE.get(letter) or STROKES.get(letter)
    if known:
        return known
    base = unicodedata.normalize("NFD", letter)[0]
    if base != letter:
        return _looks_like(base)
    alike = (other["c"].casefold() for other in confusables_data.get(letter, []))
    return next((other for other in alike if len(other) == 1 and other.isascii() and other.isalnum()), "")
