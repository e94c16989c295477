"""A template that is printed many times over: rendered once for each shape of what it shows, and from then on words are
put where they belong. The template stays the one place that says what things look like.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import count as numbers
from operator import attrgetter
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
PLAIN = frozenset((str, SafeString, int))


class Skeleton:
    """`words` are attributes that the template prints, and asks at most whether there are any; `facts` those that it
    asks more of, which are the same for many. Words may be objects and lists of words.
    """

    def __init__(self, template: str, name: str, words: Sequence[str] = (), facts: Sequence[str] = ()) -> None:
        self.template = template
        self.name = name  # by which the template knows what it shows
        self.words, self.facts = words, facts
        self._words_of, self._facts_of = _getter(words), _getter(facts)

    def __call__(self, shown: Any) -> str:
        """HTML, as the template makes it; who prints it answers for calling it safe."""
        return self.each([shown])[0]

    def each(self, shown: Iterable[Any]) -> list[str]:
        """Of many: what they have in common is asked once."""
        shapes, language = _shapes(), get_language()
        return [self._printed(one, shapes, language) for one in shown]

    def _printed(self, shown: Any, shapes: dict[tuple[Any, ...], list[Any]], language: str | None) -> str:
        words: list[Any] = []
        parts = [_shape_of(value, words) for value in self._words_of(shown)]
        shape = (self.template, language, *parts, *self._facts_of(shown))
        pieces = shapes.get(shape)
        if pieces is None:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            pieces = shapes[shape] = self._rendered(shown)
        texts, printed = pieces.copy(), [_printed(word) for word in words]
        for place in range(1, len(texts), 2):
            texts[place] = printed[texts[place]]
        return "".join(texts)

    def _rendered(self, shown: Any) -> list[Any]:
        """Texts, and between each two the number of the words that stand there."""
        count = numbers()
        stand_in = {name: _standing_in(getattr(shown, name), count) for name in self.words}
        stand_in.update((name, getattr(shown, name)) for name in self.facts)
        pieces: list[Any] = STOOD_IN.split(render_to_string(self.template, {self.name: stand_in}))
        pieces[1::2] = map(int, pieces[1::2])
        return pieces


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda shown: tuple(getattr(shown, name) for name in names)


def _shapes() -> dict[tuple[Any, ...], list[Any]]:
    """Of all templates, in the cache of the process: forgotten with all else that was rendered there."""
    shapes: dict[tuple[Any, ...], list[Any]] | None = caches["pages"].get("skeletons")
    if shapes is None:
        shapes = {}
        caches["pages"].set("skeletons", shapes, timeout=None)
    return shapes


def _shape_of(value: Any, words: list[Any]) -> Any:
    """What the template can see of `value` without reading it; what is to be read is added to `words`."""
    if value and type(value) in PLAIN:  # as nearly all are
        words.append(value)
        return WORDS
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
    if isinstance(value, str):
        return value if isinstance(value, SafeString) else escape(value)
    return str(value) if type(value) is int and not settings.USE_THOUSAND_SEPARATOR else str(localize(value))
