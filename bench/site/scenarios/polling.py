"""Readers with an active discussion open, each of whom asks every few seconds whether there is something new, while
comments are written: how long until all of them know.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import uuid4

from bench.site.clients import Client, allow_connections, expect, perform, together
from bench.site.measured import Measured, Scenario, Target
from bench.site.server import CannotMeasure
from bench.site.tails import share

READERS = 10_000
COMMENTS_A_SECOND = 10
OPENED_A_SECOND = 1_000  # readers come one after another
LONGEST_PAUSE = 8  # a discussion in which somebody writes is asked after more often
SECONDS_TO_LEARN = 12  # after the last comment


@dataclass
class Discussion:
    """`said`: when each version of it was sent; `learnt`: when each of its readers first had which version."""

    pk: int
    roots: list[int]
    version: int
    said: dict[int, float] = field(default_factory=dict)
    learnt: list[list[tuple[float, int]]] = field(default_factory=list)

    def delays(self):
        """Of each comment, how long each reader was without it."""
        for version, sent in self.said.items():
            yield [max(0.0, self._knew(reader, version) - sent) for reader in self.learnt]

    def _knew(self, reader, version):
        for at, known in reader:
            if known >= version:
                return at
        raise CannotMeasure(f"a reader of thread {self.pk} was never told of version {version}")


@dataclass
class Talk:
    """What goes on: since when and until when readers ask, and how often they asked and were told of something."""

    site: object
    began: float = field(default_factory=time.time)
    end: float = float("inf")
    asked: int = 0
    told: int = 0


def measure(threads, site, plan):
    readers = plan.readers or plan.much(READERS, 300)
    if allow_connections(readers) < readers:
        raise CannotMeasure(f"{readers} readers need as many open files: raise `ulimit -n`")
    site.start(BROADSHEET_LOG="json")
    seconds = max(plan.seconds * 4, plan.much(30, 8))
    try:
        discussions, talk = perform(_talk(site, threads, readers, seconds))
        lasted = time.time() - talk.began
        queries = _queries(site, talk.began)
    finally:
        site.start()
    delays = [delay for one in discussions for delay in one.delays()]
    if not delays:
        raise CannotMeasure("nobody wrote anything")
    slowest = [max(each) for each in delays]
    figures = {
        "all know s, p50": share(slowest, 0.5),
        "all know s, p99": share(slowest, 0.99),
        "all know s, longest": max(slowest),
        "one knows s, p50": share([one for each in delays for one in each], 0.5),
        "readers": readers,
        "threads": threads,
        "comments": len(delays),
        "asked a second": talk.asked / lasted,
        "told something, share": talk.told / max(1, talk.asked),
        "queries of a thread and second": queries / (threads * lasted),
    }
    return Measured(talk.asked / lasted, figures)


async def _talk(site, threads, readers, seconds):
    writers = _writers(site)
    discussions = [await _awake(site, place, writers) for place in site.facts["places"][:threads]]
    talk = Talk(site)
    try:
        async with asyncio.TaskGroup() as group:
            for number in range(readers):
                group.create_task(_read(talk, discussions[number % threads], number / OPENED_A_SECOND))
            await asyncio.sleep(readers / OPENED_A_SECOND + 1)
            await _write(discussions, writers, seconds)
            talk.end = time.perf_counter() + SECONDS_TO_LEARN
    finally:
        await together(writer.close() for writer in writers)
    return discussions, talk


def _writers(site):
    return [Client(site, session) for session in site.facts["members"][:20]]


async def _awake(site, place, writers):
    """The discussion after a first comment: one that slept is asked after seldom."""
    await _say(random.choice(writers), place["roots"][0])
    path = f"/threads/{place['thread']}/changes?since=0"
    answer = await writers[0].get(path)
    expect(answer, 200, path)
    return Discussion(place["thread"], place["roots"], json.loads(answer.content)["version"])


async def _read(talk, discussion, wait):
    """One reader: asks, with what he knows, and waits as long as he is told to."""
    client, known, learnt = Client(talk.site), discussion.version, []
    discussion.learnt.append(learnt)
    since, etag = known, f'"{known}"'
    await asyncio.sleep(wait)
    while time.perf_counter() < talk.end:
        path = f"/threads/{discussion.pk}/changes?since={since}"
        answer = await client.get(path, **{"If-None-Match": etag, "Accept-Encoding": "identity"})
        talk.asked += 1
        if answer.status != 304:
            expect(answer, 200, path)
            talk.told += 1
            known, etag = json.loads(answer.content)["version"], answer.headers["etag"]
            learnt.append((time.perf_counter(), known))
        pause = float(answer.headers.get("poll-after", LONGEST_PAUSE + 1))
        if pause > LONGEST_PAUSE:
            raise CannotMeasure(f"{path} is to be asked again in {pause} seconds only")
        await asyncio.sleep(pause)
    await client.close()


async def _write(discussions, writers, seconds):
    """Every so often another comment in the next discussion, however long each of them takes."""
    began, sent = time.perf_counter(), []
    async with asyncio.TaskGroup() as group:
        for number in range(int(seconds * COMMENTS_A_SECOND)):
            await asyncio.sleep(max(0, began + number / COMMENTS_A_SECOND - time.perf_counter()))
            if number >= len(writers):
                await sent[number - len(writers)]  # his connection is free again
            discussion = discussions[number % len(discussions)]
            sent.append(group.create_task(_timed(discussion, writers[number % len(writers)])))


async def _timed(discussion, writer):
    """Each comment is one version more; which of two that are written at once, does not matter much."""
    sent = time.perf_counter()
    await _say(writer, random.choice(discussion.roots))
    discussion.said[discussion.version + len(discussion.said) + 1] = sent


async def _say(writer, root):
    path = f"/comments/{root}/replies"
    expect(await writer.post(path, {"source": "It is dark there.", "client_id": uuid4()}), 201, path)


def _queries(site, began):
    """Behind all that was asked of it since then, by the lines that the server's processes logged."""
    count = 0
    for line in site.log():
        if line.startswith("{") and "operation.requests" in line:
            told = json.loads(line)
            if told["path"].endswith("/changes") and datetime.fromisoformat(told["time"]).timestamp() >= began:
                count += told["queries"]
    return count


TOLD = (
    Target("all know s, longest", 5, least=False),
    Target("queries of a thread and second", 1, least=False),
)

POLLING = [
    Scenario(
        "polling",
        "10,000 readers of 100 threads, 10 comments a second",
        "one row",
        partial(measure, 100),
        targets=TOLD,
        once=True,
    ),
    Scenario(
        "polling-one",
        "10,000 readers of one thread, 10 comments a second",
        "one row",
        partial(measure, 1),
        targets=TOLD,
        once=True,
    ),
]
