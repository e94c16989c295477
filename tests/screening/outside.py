"""Servers that answer as a test says, on a port of this machine."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

from discussion.models import Says, ScreeningRule
from discussion.screening.outside.rule import SERVICE

JSON = (("Content-Type", "application/json"),)


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Service:
    """`answer` is given the question and writes to the handler; what was asked is in `asked`."""

    answer: Callable = None
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/ask?for=us"

    def says(self, body, status=200, headers=JSON):
        self.answer = lambda _asked, handler: write(handler, body, status, headers)


def write(handler, body, status=200, headers=JSON):
    body = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    for name, value in (*headers, ("Content-Length", str(len(body)))):
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


SECRET = "a secret of thirty-two characters"


@contextmanager
def named_in(settings) -> Iterator[Service]:
    """One that publishes all, as the site's own screening service."""
    SERVICE.forget()
    with running() as service:
        settings.SCREENING_URL, settings.SCREENING_SECRET = service.url, SECRET
        settings.SCREENING_PRIVATE, settings.SCREENING_SECONDS = True, 0.5
        service.says('{"verdict": "publish"}')
        yield service


def set_rule(mode=ScreeningRule.Mode.ON, says=Says.HOLD, **options):
    """Of that service."""
    set_so = {"mode": mode, "says": says, "options": options}
    row, _made = ScreeningRule.objects.update_or_create(code="outside", defaults=set_so)
    row.touch()


def step_of(steps, code="outside"):
    return next(step for step in map(tuple, steps) if step[0] == code)


@contextmanager
def running(context=None) -> Iterator[Service]:
    """`context`: of TLS."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked(self.path, dict(self.headers), body)
            service.asked.append(asked)
            with suppress(OSError):  # who asked has gone
                service.answer(asked, self)

        def log_message(self, *about):
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, address):
            pass  # a handshake that failed is what a test is about

    server = Quiet(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    service.port = server.server_address[1]
    serving = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def reason_of(screened):
    return step_of(screened.steps)[4]


def send(client, under, source="Hi there"):
    return client.post(f"/articles/{under.article.slug}/comments/", {"source": source, "client_id": uuid4()})
