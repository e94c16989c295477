"""Whether a worker of the server goes on growing: its memory after the first tenth of many requests, and after all."""

import os
import time
from itertools import count
from pathlib import Path

from bench.site.clients import Client, expect, perform, together
from bench.site.measured import Measured, Scenario, Target
from bench.site.scenarios.pages import USUAL, article
from bench.site.server import CannotMeasure

READERS = 16
ODD = 10  # every tenth request is for something else than the page that most ask for
PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20


async def _ask(site, numbers, most, addresses):
    """Until `most` were asked."""

    async def work():
        client = Client(site)
        while (number := next(numbers)) < most:
            path, client.session = addresses(number)
            expect(await client.get(path), 200, path)
        await client.close()

    await together(work() for _reader in range(READERS))


def measure(site, plan):
    most = plan.much(100_000, 1_000)
    site.start()
    if not site.workers() or not Path("/proc/self/statm").exists():
        raise CannotMeasure("the memory of processes is only read on Linux")
    numbers, began, sizes = count(), time.perf_counter(), [resident(site)]
    for until in (most // 10, most):
        perform(_ask(site, numbers, until, addresses_of(site)))
        numbers = count(until)
        sizes.append(resident(site))
    figures = {
        "MiB at start": sizes[0],
        "MiB after a tenth": sizes[1],
        "MiB at the end": sizes[2],
        "growth": sizes[2] / sizes[1],
        "requests": most,
    }
    return Measured(most / (time.perf_counter() - began), figures)


def addresses_of(site):
    facts = site.facts["articles"][str(USUAL)]
    usual, comments, members = article(site), facts["comments"], site.facts["members"]

    def address(number):
        odd, turn = number // ODD, number % ODD
        if turn:
            return usual, ""
        if odd % 2:
            return usual, members[odd % len(members)]
        return f"{usual}comments/{comments[odd % len(comments)]}/", ""

    return address


def resident(site):
    """Of the largest worker, in MiB."""
    return max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in site.workers()) * PAGE


MEMORY = [
    Scenario(
        "memory",
        "A worker over 100,000 requests",
        "one row",
        measure,
        targets=(Target("growth", 1.05, least=False),),
        once=True,
    )
]
