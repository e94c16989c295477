"""The calibrations by each other, so that a ratio to one of them can be turned into a ratio to another."""

from functools import partial

from bench.site.calibration import empty_view, one_row
from bench.site.measured import Measured, Scenario
from bench.site.scenarios.pages import USUAL, anonymous


def measure(calibration, site, plan):
    return Measured(calibration(site, None, plan), {})


PLAIN = [
    Scenario(
        "empty-view",
        "A view that does nothing",
        "same bytes",
        partial(measure, empty_view),
        partial(anonymous, size=USUAL),
    ),
    Scenario("one-row", "A view that reads one row", "empty view", partial(measure, one_row)),
]
