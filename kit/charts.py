"""Bars, as numbers for an SVG: without text or colour of its own, which are a table's and a sheet's. So it reads from
the right as well, follows a dark page, and needs no style within it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEIGHT = 100
STEP = 10  # from one column to the next
GAP = 2
WIDTH = 100  # of a row that is full


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int = 0  # which of the parts that are stacked; the sheet gives each a colour


@dataclass(frozen=True)
class Columns:
    """Values side by side, upright; `top` is what the full height stands for."""

    width: int
    height: int
    top: int
    bars: list[Bar]


def columns(values: Sequence[float]) -> Columns:
    """What is not nothing is at least a line."""
    top = _round_up(max(values, default=0))
    bars = []
    for place, value in enumerate(values):
        height = max(round(HEIGHT * value / top, 2), 1) if value > 0 else 0
        bars.append(Bar(place * STEP + GAP / 2, HEIGHT - height, STEP - GAP, height))
    return Columns(max(len(values), 1) * STEP, HEIGHT, top, bars)


def stacked(parts: Sequence[float], whole: float) -> list[Bar]:
    """Parts of one row, one after the other; `whole` is what the full width stands for."""
    bars, start = [], 0.0
    for series, part in enumerate(parts):
        width = round(WIDTH * part / whole, 2) if whole else 0.0
        if width:
            bars.append(Bar(round(start, 2), 0, width, STEP, series))
        start += width
    return bars


def _round_up(highest: float) -> int:
    """To 1, 2 or 5 times a power of ten."""
    if highest <= 1:
        return 1
    power: int = 10 ** floor(log10(highest))
    return next(step * power for step in (1, 2, 5, 10) if ceil(highest) <= step * power)
