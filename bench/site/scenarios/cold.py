"""An article page that nobody has seen yet: its thread is another version each time."""

import statistics
from functools import partial

from bench.site.calibration import path_of_same_bytes
from bench.site.measured import Measured, Scenario, Target
from bench.site.scenarios.pages import SIZES, anonymous, article

PYTHON = "Python ms"  # of the processor, beyond queries


def measure(scenario_name, size, site, plan):
    thread = site.facts["articles"][str(size)]["thread"]
    asked = {"path": article(site, size), "thread": thread}
    times = site.task(
        "timing",
        what="cold",
        port=site.port,
        same=path_of_same_bytes(scenario_name),
        seconds=plan.seconds * 2,
        **asked,
    )
    spent = site.task("timing", what="processor", times=plan.much(25, 8), **asked)
    whole, python, queries = (statistics.median(column) for column in zip(*spent["found"], strict=True))
    page, file = statistics.median(times["pages"]), statistics.median(times["files"])
    figures = {"p50 ms": page, "processor ms": whole, PYTHON: python, "queries": queries, "shown": spent["shown"]}
    return Measured(1000 / page, figures, calibration=1000 / file)


def cold(size):
    name = f"cold-{size}"
    return Scenario(
        name,
        f"Article page, {size:,} comments, the first time",
        "",
        partial(measure, name, size),
        request=partial(anonymous, size=size),
        targets=(Target(PYTHON, 12, least=False),),
    )


COLD = [cold(size) for size in SIZES]
