"""The calibrations by each other, so that a ratio to one of them can be turned into a ratio to another; and how steady
they are, which says of a page's tail how much of it is the machine's.
"""

from functools import partial

from bench.site.calibration import empty_view, one_row, same_bytes
from bench.site.measured import Measured, Scenario
from bench.site.scenarios.pages import USUAL, anonymous


def measure(calibration, site, plan):
    run = calibration(site, None, plan)
    return Measured(run.per_second, run.tails)


def measure_file(site, plan):
    run = same_bytes(site, FILE, plan)
    return Measured(run.per_second, run.tails)


FILE = Scenario(
    "file", "An article page’s bytes, by whitenoise", "empty view", measure_file, partial(anonymous, size=USUAL)
)
PLAIN = [
    Scenario(
        "empty-view",
        "A view that does nothing",
        "same bytes",
        partial(measure, empty_view),
        partial(anonymous, size=USUAL),
    ),
    Scenario("one-row", "A view that reads one row", "empty view", partial(measure, one_row)),
    FILE,
]
