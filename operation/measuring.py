"""What a request cost: a line of the log, and for staff the header that browsers show beside each answer."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from operation.addresses import loggable

logger = logging.getLogger("operation.requests")


class Meter:
    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.queries = 0
        self.of_database = 0.0  # seconds

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*call)
        finally:
            self.queries += 1
            self.of_database += time.perf_counter() - began

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


class MeasuringMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meter = Meter()
        request.meter = meter  # type: ignore[attr-defined]  # for operation/counting.py
        with connection.execute_wrapper(meter):
            response = self.get_response(request)
        user = known_user(request)
        if user is not None and user.is_staff:
            response["Server-Timing"] = server_timing(meter)
        if logger.isEnabledFor(logging.INFO):
            log(request, response, meter)
        return response


def known_user(request: HttpRequest) -> Any:
    """Who was read for this request; asks nothing for the sake of a log."""
    user = getattr(request, "_cached_user", None)
    return user if user is not None and user.is_authenticated else None


def server_timing(meter: Meter) -> str:
    of_database = f'db;dur={meter.of_database * 1000:.1f};desc="{meter.queries} queries"'
    return f"total;dur={meter.seconds * 1000:.1f}, {of_database}"


def log(request: HttpRequest, response: HttpResponse, meter: Meter) -> None:
    user = known_user(request)
    told = {
        "method": request.method,
        "path": loggable(request),
        "status": response.status_code,
        "milliseconds": round(meter.seconds * 1000, 1),
        "queries": meter.queries,
        "user": user.pk if user else None,
    }
    logger.info("%(method)s %(path)s %(status)s", told, extra={"told": told})
