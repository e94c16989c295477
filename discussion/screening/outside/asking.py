"""One question to another server, by HTTP POST. Whoever answers may be slow, broken or hostile."""

import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from discussion.screening.outside.addresses import Address, Forbidden, check, is_near, look_up
from discussion.screening.rule import PassedOver

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MOST = 64 * 1024  # bytes of an answer
AGENT = "Broadsheet"


class NoAnswer(PassedOver):
    """None that can be used, for whichever reason; its words say which, and hold no secret."""


@dataclass(frozen=True)
class Reply:
    headers: Message
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """The answer, with status 200. All of it, from the look-up of the name to the last byte, within the seconds that
    the settings give. No redirect is followed, no proxy and no cookie used. Raises NoAnswer.
    """
    if transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Another server is not asked inside atomic(): locks would wait")
    until = monotonic() + settings.SCREENING_SECONDS
    try:
        parts = urlsplit(url)
        with _connected(parts, until) as there:
            return _exchanged(there, until, parts, body, headers)
    except TimeoutError as slow:
        raise NoAnswer(_("No answer within %(seconds)g seconds.") % {"seconds": settings.SCREENING_SECONDS}) from slow
    except (OSError, HTTPException, ValueError) as failure:
        raise NoAnswer(f"{type(failure).__name__}: {failure}"[:300]) from failure


class _Hurried:
    """A socket for http.client of which every step has only what is left of the whole time: a server that sends one
    byte a second must not keep anybody.
    """

    def __init__(self, there: socket.socket, until: float) -> None:
        self.there, self.until = there, until

    def sendall(self, data: "ReadableBuffer") -> None:
        self.there.settimeout(_left(self.until))
        self.there.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self.there, self.until))

    def close(self) -> None:
        """http.client closes before it has read; who made the connection closes it."""


class _Incoming(io.RawIOBase):
    def __init__(self, there: socket.socket, until: float) -> None:
        self.there, self.until = there, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self.there.settimeout(_left(self.until))
        return self.there.recv_into(buffer)


def _connected(parts: SplitResult, until: float) -> socket.socket:
    """To an address that was checked, and not to the name again: it might lead elsewhere by now."""
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("The address takes the form https://screening.example.org/path")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    addresses = look_up(host, port, _left(until))
    for address in addresses:
        check(address, near=settings.SCREENING_PRIVATE)
        if not secure and not (settings.SCREENING_PRIVATE and is_near(address)):
            raise Forbidden("Without https only a service in one's own network is asked")
    there = _first(addresses, port, until)
    if not secure:
        return there
    try:
        there.settimeout(_left(until))
        return trusted().wrap_socket(there, server_hostname=host)
    except BaseException:
        there.close()
        raise


def _first(addresses: list[Address], port: int, until: float) -> socket.socket:
    """The first that takes the connection."""
    failure: OSError = Forbidden("The name has no address")
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout=_left(until))
        except OSError as refused:
            failure = refused
    raise failure


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that the system trusts; names are compared."""
    return ssl.create_default_context()


def _exchanged(
    there: socket.socket, until: float, parts: SplitResult, body: bytes, headers: Mapping[str, str]
) -> Reply:
    connection = HTTPConnection(parts.netloc.rpartition("@")[2])
    connection.sock = _Hurried(there, until)
    path = f"{parts.path or '/'}?{parts.query}".removesuffix("?")
    kept = {"User-Agent": AGENT, **headers, "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("POST", path, body, kept)
    response = connection.getresponse()
    if response.status != 200:
        raise NoAnswer(_("The answer has status %(status)d.") % {"status": response.status})
    answer = response.read(MOST + 1)
    if len(answer) > MOST:
        raise NoAnswer(_("The answer is larger than %(most)d kB.") % {"most": MOST // 1024})
    return Reply(response.headers, answer)


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
