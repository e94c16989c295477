"""An article page that nobody has seen yet: its thread is another version each time."""

import statistics
from functools import partial

from bench.site.calibration import path_of_same_bytes
from bench.site.measured import Measured, Scenario, Target
from bench.site.scenarios.pages import SIZES, anonymous, article
from bench.site.tails import share

SORTS = ("", "?sort=oldest")  # where the oldest come first, replies hang below them, and far more is shown
SHOWN = 60
PYTHON = "Python ms"  # of the processor, beyond queries, for so many comments


def measure(scenario_name, size, site, plan):
    thread, path = site.facts["articles"][str(size)]["thread"], article(site, size)
    same, seconds = path_of_same_bytes(scenario_name), plan.seconds * 2
    times = site.task("timing", what="cold", port=site.port, path=path, same=same, thread=thread, seconds=seconds)
    page, file = statistics.median(times["pages"]), statistics.median(times["files"])
    figures = {"p50 ms": page, "p99 ms": share(times["pages"], 0.99), **_spent(site, plan, path, thread)}
    return Measured(1000 / page, figures, calibration=1000 / file)


def _spent(site, plan, path, thread):
    """What the processor has to do for pages that show little and much, and so for one that shows 60 comments."""
    points = []
    for sort in SORTS:
        asked = {"path": path + sort, "thread": thread, "times": plan.much(25, 8)}
        told = site.task("timing", what="processor", **asked)
        whole, python, queries = map(statistics.median, zip(*told["found"], strict=True))
        points.append((told["shown"], whole, python, queries))
    (few, _whole, of_few, _queries), (many, whole, of_many, queries) = points
    return {
        PYTHON: between(few, of_few, many, of_many, SHOWN),
        "shown": many,
        "of these Python ms": of_many,
        "of these processor ms": whole,
        "queries": queries,
    }


def between(x1, y1, x2, y2, x):
    """Of the line through two points, or the mean of both where there is no such line."""
    return (y1 + y2) / 2 if x1 == x2 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)


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
