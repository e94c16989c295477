"""Which rules there are, in the order in which they are asked: what is cheap and certain comes first."""

from discussion.screening.by_hand import BY_HAND
from discussion.screening.classifier import CLASSIFIER
from discussion.screening.rule import Rule

RULES: tuple[Rule, ...] = (BY_HAND, CLASSIFIER)
