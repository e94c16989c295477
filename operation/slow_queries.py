"""Statements that took long, as they were written: without the values, which are people's words and addresses."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger("operation.slow_queries")

LONGEST = 2000


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Every connection that is opened, also those of workers and commands. First of its wrappers: who measures a
    request, in which it may be opened, takes the last one off again.
    """
    if settings.SLOW_QUERY_MS > 0 and log_if_slow not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, log_if_slow)


def log_if_slow(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = (time.perf_counter() - began) * 1000
        if milliseconds >= settings.SLOW_QUERY_MS:
            statement = str(sql)[:LONGEST]
            told = {"milliseconds": round(milliseconds, 1), "sql": statement}
            logger.warning("%.0f ms: %s", milliseconds, statement, extra={"told": told})
