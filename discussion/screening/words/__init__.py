"""Words that a site looks for in what people write."""

from discussion.screening.words.pattern import BadPattern
from discussion.screening.words.rule import WATCHED_WORDS
from discussion.screening.words.watching import BadLines, checked, unwatch, watch_word, watch_words

__all__ = [
    "WATCHED_WORDS",
    "BadLines",
    "BadPattern",
    "Watch",
    "checked",
    "finding",
    "unwatch",
    "watch_word",
    "watch_words",
]
