"""A template that is printed many times over: rendered once for each shape of what it shows, and from then on words are
put where they belong. The template stays the one place that says what things look like.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count as numbers
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_SHAPES = 2000
# What stands for words while a template is rendered: digits, as they come unchanged out of every filter and address.
STANDS_IN = "730951846{:03}27"
STOOD_IN = re.compile(r"730951846(\d{3})27")
WORDS = "words"


@dataclass(frozen=True)
class Skeleton:
    """`words` are attributes that the template prints, and asks at most whether there are any; `facts` those that it
    asks more of, which are the same for many. Words may be objects and lists of words.
    """

    template: str
    name: str  # by which the template knows what it shows
    words: Sequence[str] = ()
    facts: Sequence[str] = ()

    def __call__(self, shown: Any) -> str:
        """HTML, as the template makes it; who prints it answers for calling it safe."""
        words: list[Any] = []
        shape = (
            self.template,
            get_language(),
            *(_shape_of(getattr(shown, name), words) for name in self.words),
            *(getattr(shown, name) for name in self.facts),
        )
        shapes = _shapes()
        pieces = shapes.get(shape)
        if pieces is None:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            pieces = shapes[shape] = self._rendered(shown)
        texts = list(pieces)
        for place in range(1, len(texts), 2):
            texts[place] = _printed(words[texts[place]])
        return "".join(texts)

    def _rendered(self, shown: Any) -> list[Any]:
        """Texts, and between each two the number of the words that stand there."""
        count = numbers()
        stand_in = {name: _standing_in(getattr(shown, name), count) for name in self.words}
        stand_in.update((name, getattr(shown, name)) for name in self.facts)
        pieces: list[Any] = STOOD_IN.split(render_to_string(self.template, {self.name: stand_in}))
        pieces[1::2] = map(int, pieces[1::2])
        return pieces


def _shapes() -> dict[tuple[Any, ...], list[Any]]:
    """Of all templates, in the cache of the process: forgotten with all else that was rendered there."""
    shapes: dict[tuple[Any, ...], list[Any]] | None = caches["pages"].get("skeletons")
    if shapes is None:
        shapes = {}
        caches["pages"].set("skeletons", shapes, timeout=None)
    return shapes


def _shape_of(value: Any, words: list[Any]) -> Any:
    """What the template can see of `value` without reading it; what is to be read is added to `words`."""
    if isinstance(value, list):
        return tuple(_shape_of(part, words) for part in value)
    if not value or value is True:
        return value
    if isinstance(value, (str, int)):
        words.append(value)
        return WORDS
    return tuple(_shape_of(part, words) for part in vars(value).values())


def _standing_in(value: Any, count: Iterator[int]) -> Any:
    """The same walk, as _shape_of() must number words alike."""
    if isinstance(value, list):
        return [_standing_in(part, count) for part in value]
    if not value or value is True:
        return value
    if isinstance(value, (str, int)):
        return STANDS_IN.format(next(count))
    return {name: _standing_in(part, count) for name, part in vars(value).items()}


def _printed(value: Any) -> str:
    """As templates print it. Django's own escape() and localize() say the same of words and plain numbers, and ask each
    time in which language.
    """
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str):
        return escape(value)
    return str(value) if type(value) is int and not settings.USE_THOUSAND_SEPARATOR else str(localize(value))
