"""The same pages on two sites, of which one has a crowd in its database: what a million comments more cost."""

import http.client
import statistics
import time

from bench.site.calibration import BROWSER
from bench.site.measured import Measured, Scenario, Target
from bench.site.scenarios import pages
from bench.site.scenarios.pages import USUAL, anonymous, article
from bench.site.server import CannotMeasure

WORST = "p50 at 1M over 1k"
ASKED = {
    "signed in": pages.signed_in,
    "permalink": pages.permalink,
    "more": pages.load_more,
    "front": pages.front,
    "desk": pages.queue,
    "warm": lambda site: anonymous(site, USUAL),
}


def measure(site, plan):
    """One reader asks for each page of one site and then of the other; the ratio of their medians, the worst of all."""
    small, large = site.another("small"), site.another("large")
    try:
        for one, comments in ((small, 1_000), (large, plan.much(1_000_000, 20_000))):
            one.prepare(sizes=[USUAL], members=20, threads=1, waiting=200, crowd=comments)
            one.start()
        found = {name: _medians(small, large, of, plan) for name, of in ASKED.items()}
        found["cold"] = _cold(small, large, plan)
    finally:
        small.stop()
        large.stop()
    ratios = {name: of_large / of_small for name, (of_small, of_large) in found.items()}
    worst = max(ratios, key=ratios.get)
    of_small, of_large = found[worst]
    figures = {WORST: ratios[worst], "p50 ms": of_large}
    figures |= {f"{WORST}, {name}": one for name, one in ratios.items()}
    return Measured(1000 / of_large, figures, calibration=1000 / of_small)


def _medians(small, large, request_of, plan):
    """Milliseconds on either."""
    asked = [(http.client.HTTPConnection("127.0.0.1", one.port, timeout=60), request_of(one)) for one in (small, large)]
    times = ([], [])
    end = time.monotonic() + plan.seconds * 2
    while time.monotonic() < end or len(times[0]) < 10:
        for (connection, request), found in zip(asked, times, strict=True):
            found.append(_timed(connection, request))
    for connection, _request in asked:
        connection.close()
    return tuple(statistics.median(found) for found in times)


def _timed(connection, request):
    began = time.perf_counter()
    connection.request("GET", request.path, headers={**BROWSER, **request.headers})
    answer = connection.getresponse()
    answer.read()
    if answer.status != request.expects:
        raise CannotMeasure(f"{request.path} answered {answer.status} instead of {request.expects}")
    return (time.perf_counter() - began) * 1000


def _cold(small, large, plan):
    """Twice each, in turn."""
    times = {small: [], large: []}
    for one in (small, large, large, small):
        asked = {"path": article(one), "thread": one.facts["articles"][str(USUAL)]["thread"], "same": "/-/empty"}
        times[one] += one.task("timing", what="cold", port=one.port, seconds=plan.seconds, **asked)["pages"]
    return statistics.median(times[small]), statistics.median(times[large])


MILLION = [
    Scenario(
        "million",
        "The same pages with 1,000,000 comments beside them",
        "",
        measure,
        targets=(Target(WORST, 1.2, least=False),),
        once=True,
    )
]
