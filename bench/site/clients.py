"""Clients of our own, for what wrk cannot do: each with its connection, its cookies and its own next question."""

import asyncio
import resource
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.site.server import CannotMeasure

SECONDS_TO_ANSWER = 60
WITHOUT_BODY = (204, 304)
TOKEN = "b" * 32  # a secret as Django makes them; cookie and form show the same
FILES_BESIDE = 200


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


class Client:
    def __init__(self, site, session=""):
        self.site, self.session = site, session
        self.streams = None

    async def get(self, path, **headers):
        return await self._ask("GET", path, headers)

    async def post(self, path, fields, **headers):
        """As a script of the site does, with the token that it has in a page."""
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        return await self._ask("POST", path, {**kind, "HX-Request": "true", **headers}, body)

    async def close(self):
        if self.streams:
            self.streams[1].close()
            self.streams = None

    async def _ask(self, method, path, headers, body=b""):
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.site.port)
        reader, writer = self.streams
        cookies = f"session={self.session}; csrf={TOKEN}" if self.session else ""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.site.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()] + ([f"Cookie: {cookies}"] if cookies else [])
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return await _read(reader)


async def _read(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split()[1])
    headers = {
        name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:] if line)
    }
    if status in WITHOUT_BODY:
        return Answer(status, headers, b"")
    if "content-length" in headers:
        return Answer(status, headers, await reader.readexactly(int(headers["content-length"])))
    return Answer(status, headers, await _read_chunks(reader))


async def _read_chunks(reader):
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readuntil(b"\r\n")
    return b"".join(parts)


def expect(answer, status, path):
    if answer.status != status:
        said = answer.content[:200].decode(errors="replace")
        raise CannotMeasure(f"{path} answered {answer.status} instead of {status}: {' '.join(said.split())}")


async def together(steps):
    """All of these at once; the first that fails ends the rest."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(step) for step in steps]
    return [task.result() for task in tasks]


def perform(work):
    """Runs it to its end, and says as one what went wrong in many."""
    try:
        return asyncio.run(work)
    except* CannotMeasure as wrong:
        raise first_of(wrong) from None
    except* TimeoutError:
        raise CannotMeasure(
            f"no answer within {SECONDS_TO_ANSWER} seconds: more is asked than can be answered"
        ) from None
    except* (OSError, EOFError) as wrong:
        raise CannotMeasure(f"a connection broke: {first_of(wrong)!r}") from None


def first_of(group):
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def allow_connections(wanted):
    """For us, and for the server that we start next; how many there may be."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = wanted + FILES_BESIDE if hard == resource.RLIM_INFINITY else min(hard, wanted + FILES_BESIDE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(limit, _soft), hard))
    return limit - FILES_BESIDE
