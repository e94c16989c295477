"""Members who reply and vote, in many threads at once."""

import time
from functools import partial
from itertools import count
from uuid import uuid4

from bench.site.clients import Client, expect, perform, together
from bench.site.measured import Measured, Scenario, Target
from bench.site.scenarios.pages import USUAL
from bench.site.tails import share

WRITERS = 16
TEXT = "We cross it each morning, and the third lamp from the north has been dark since the inspection in winter."


async def replies(site, plan):
    roots = [root for place in site.facts["places"] for root in place["roots"]]
    # One after another they go to other threads.
    roots = [root for first in range(4) for root in roots[first::4]]

    async def reply(client, number):
        path = f"/comments/{roots[number % len(roots)]}/replies"
        said = {"source": f"{TEXT} {number}", "client_id": uuid4()}
        expect(await client.post(path, said), 201, path)

    return await _write(site, plan, reply)


async def votes(site, plan):
    comments, members = site.facts["articles"][str(USUAL)]["comments"], len(site.facts["members"])
    value = 1 if plan.seed % 2 else -1

    async def vote(client, number):
        """Each member on each comment, before anybody votes twice."""
        path = f"/comments/{comments[(number + number // members) % len(comments)]}/vote"
        expect(await client.post(path, {"value": value}), 204, path)

    return await _write(site, plan, vote)


async def _write(site, plan, step):
    """So many clients one after another for so long, each as another member each time."""
    members, numbers, times = site.facts["members"], count(), []
    began = time.perf_counter()

    async def work():
        client = Client(site)
        while time.perf_counter() - began < plan.seconds:
            number = next(numbers)
            client.session = members[number % len(members)]
            start = time.perf_counter()
            await step(client, number)
            times.append((time.perf_counter() - start) * 1000)
        await client.close()

    await together(work() for _writer in range(WRITERS))
    return len(times) / (time.perf_counter() - began), times


def measure(writing, site, plan):
    per_second, times = perform(writing(site, plan))
    p50, p99 = share(times, 0.5), share(times, 0.99)
    return Measured(per_second, {"per second": per_second, "p50 ms": p50, "p99 ms": p99, "p99 / p50": p99 / p50})


LEAST = Target("per second", 150, on_postgresql=250)  # there several write at once
WRITES = [
    Scenario("post", "Replies across threads", "one row", partial(measure, replies), targets=(LEAST,)),
    Scenario("vote", "Votes", "one row", partial(measure, votes)),
]
