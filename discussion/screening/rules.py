"""Which rules there are, in the order in which they are asked: what is cheap and certain comes first."""

from discussion.screening.by_hand import BY_HAND
from discussion.screening.outside import AKISMET, OUTSIDE
from discussion.screening.rule import Rule

RULES: tuple[Rule, ...] = (BY_HAND, OUTSIDE, AKISMET)
