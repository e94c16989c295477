"""Judging a text by weights that were learned before: plain Python, nothing of what training needs."""

import json
import zlib
from dataclasses import asdict, dataclass
from math import exp, sqrt
from typing import Any

from discussion.screening.classifier.features import Features

MOST = 709.0  # exp() of more is no number


@dataclass(frozen=True)
class Judge:
    """Weights of features, and what makes a probability of their sum: 1 / (1 + e^-(slope · sum + shift))."""

    weights: dict[str, float]
    bias: float = 0.0
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, found: Features) -> float:
        """That a moderator takes it down."""
        score = self.slope * self.score(found) + self.shift
        return 1 / (1 + exp(-max(-MOST, min(MOST, score))))

    def score(self, found: Features) -> float:
        weights = self.weights
        return self.bias + sum(value * weights[name] for name, value in found.items() if name in weights)

    def heaviest(self, found: Features, most: int = 5) -> list[tuple[str, float]]:
        """What spoke most against it, in steps of log odds, heaviest first."""
        weighed = [
            (name, self.slope * value * self.weights[name]) for name, value in found.items() if name in self.weights
        ]
        against = sorted((one for one in weighed if one[1] > 0), key=lambda one: (-one[1], one[0]))
        return against[:most]

    def extremes(self, most: int = 30) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """The features that speak most against a text, and most for it."""
        ranked = sorted(self.weights.items(), key=lambda one: (-one[1], one[0]))
        against = [one for one in ranked[:most] if one[1] > 0]
        return against, [one for one in reversed(ranked[-most:]) if one[1] < 0]

    def packed(self) -> bytes:
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 9)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Judge":
        stored: dict[str, Any] = json.loads(zlib.decompress(packed))
        return cls(**stored)


def at_least(good: int, of: int, sure: float = 1.96) -> float:
    """The share that is there in truth, by nineteen chances of twenty: the lower end of Wilson's interval."""
    if not of:
        return 0.0
    share, square = good / of, sure * sure
    middle = share + square / (2 * of)
    width = sure * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (middle - width) / (1 + square / of)
