"""Which rules there are, in the order in which they are asked: what is cheap and certain comes first."""

from discussion.screening.by_hand import BY_HAND
from discussion.screening.rule import Rule
from discussion.screening.words.rule import WATCHED_WORDS

RULES: tuple[Rule, ...] = (BY_HAND, WATCHED_WORDS)
