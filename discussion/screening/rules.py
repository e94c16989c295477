"""Which rules there are, in the order in which they are asked: what is cheap and certain comes first."""

from discussion.screening.by_hand import BY_HAND
from discussion.screening.classifier import CLASSIFIER
from discussion.screening.links import LINKS
from discussion.screening.newcomers import NEWCOMERS
from discussion.screening.outside import AKISMET, OUTSIDE
from discussion.screening.pace import PACE
from discussion.screening.phrases import PHRASES
from discussion.screening.refusals import REFUSALS
from discussion.screening.repetition import REPETITION
from discussion.screening.rule import Rule
from discussion.screening.shouting import SHOUTING
from discussion.screening.words.rule import WATCHED_WORDS

RULES: tuple[Rule, ...] = (
    BY_HAND,
    PACE,
    WATCHED_WORDS,
    LINKS,
    REPETITION,
    PHRASES,
    NEWCOMERS,
    REFUSALS,
    SHOUTING,
    CLASSIFIER,
    OUTSIDE,
    AKISMET,
)
