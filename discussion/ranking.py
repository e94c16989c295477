"""The orders that readers choose from. Each ends in the id, so that equal comments never swap places."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import pgettext_lazy

# Two-sided 80 %, as Lobsters takes it: at 95 % three votes to nothing rank below forty to twenty.
Z = 1.281551565545
BEST_SCALE = 1_000_000_000


def wilson(up: int, down: int) -> int:
    """Lower bound of the Wilson score interval for the share of votes up, in billionths: integers
    compare the same in Python and in both databases. https://doi.org/10.1080/01621459.1927.10502953
    """
    votes = up + down
    if not votes:
        return 0
    share = up / votes
    margin = Z * sqrt((share * (1 - share) + Z * Z / (4 * votes)) / votes)
    bound = (share + Z * Z / (2 * votes) - margin) / (1 + Z * Z / votes)
    return max(0, round(bound * BEST_SCALE))


FromVotes = Callable[[int, int], int]


@dataclass(frozen=True)
class Order:
    """One column, then the id, both in the same direction."""

    column: str
    descending: bool
    # What the column held when votes stood at (up, down); None where votes do not move it.
    from_votes: FromVotes | None = None

    @property
    def columns(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}id"


@dataclass(frozen=True)
class Sort:
    name: str
    label: object
    roots: Order
    replies: Order


OLDEST_FIRST = Order("posted_at", descending=False)
NEWEST_FIRST = Order("posted_at", descending=True)
BY_SCORE = Order("score", descending=True, from_votes=lambda up, down: up - down)
BY_BEST = Order("best", descending=True, from_votes=wilson)

SORTS = {
    sort.name: sort
    for sort in (
        # Replies read oldest first under both, or dialogues would run backwards.
        Sort("newest", pgettext_lazy("order of comments", "Newest"), NEWEST_FIRST, OLDEST_FIRST),
        Sort("top", pgettext_lazy("order of comments", "Most voted"), BY_SCORE, BY_SCORE),
        Sort("oldest", pgettext_lazy("order of comments", "Oldest"), OLDEST_FIRST, OLDEST_FIRST),
        Sort("best", pgettext_lazy("order of comments", "Best"), BY_BEST, BY_BEST),
    )
}


def votes_of(up: int, down: int) -> dict[str, int]:
    """The columns of a comment that follow from its votes."""
    return {"up": up, "down": down, "score": up - down, "best": wilson(up, down)}
