"""One id for all that belongs to one request: in its answer, and in every line of the log that it brings about."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_.-]{8,64}", re.ASCII)
NOTHING = "-"

# Of a request its id, of a worker `task ID`.
working_on: ContextVar[str] = ContextVar("working_on", default=NOTHING)


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = working_on.set(given(request) or uuid4().hex)
        try:
            response = self.get_response(request)
            response[HEADER] = working_on.get()
            return response
        finally:
            working_on.reset(token)


def given(request: HttpRequest) -> str | None:
    """What a proxy of ours says. Without one anybody could choose what stands in the log."""
    told = request.headers.get(HEADER, "")
    return told if settings.ALLAUTH_TRUSTED_PROXY_COUNT and WELL_FORMED.fullmatch(told) else None
