"""A comment as a mail quotes it: words alone. Whoever comments must not get his links or pictures into readers' mail,
nor anything that a mail program would make a link of.
"""

import re
import unicodedata
from html import unescape

import nh3
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from discussion.models import Comment, Voice
from discussion.rendering import html_of

LONGEST = 1500
SHORT = 120
ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|(?:mailto|tel|data|javascript):)\S+", re.IGNORECASE)
DOTTED = re.compile(r"(?<=\w)([.@\u3002\uff0e\uff61\uff20])(?=\w)")
# Reorders what is beside it, or cannot be seen.
UNFIT = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def quote(comment: Comment) -> str:
    """Its words, as plain text in which nothing is a link."""
    words = unescape(nh3.clean(html_of(comment), tags=set()))
    return Truncator(defused(words)).chars(LONGEST)


def quote_passage(comment: Comment) -> str:
    """The words of the article that it is about, on one line; empty where it hangs on none."""
    passage = comment.passage
    return Truncator(defused(printable(passage.quote))).chars(SHORT) if passage else ""


def defused(text: str) -> str:
    """Addresses are left out; a dot between letters is followed by a space without width: example.org is text."""
    lines = (ADDRESS.sub(_("[link]"), printable(line)) for line in text.strip().split("\n"))
    return "\n".join(DOTTED.sub("\\1\u200b", line) for line in lines)


def name_of(voice: Voice) -> str:
    """On one line: what somebody is called opens no paragraph of its own."""
    return defused(printable(voice.name))


def printable(text: str) -> str:
    """One line without control characters, as headers need it too."""
    kept = (" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text)
    return " ".join("".join(char for char in kept if char not in UNFIT).split())
