"""What a database answers while others write what one wants to write: which errors say so, and to try once more."""

import random
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, OperationalError, transaction

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 4
FIRST_PAUSE = 0.05  # seconds; each is twice as long as the one before, give or take a half
PATIENCE = 5.0  # seconds after which nothing is tried again
RETRY_AFTER = 5

# SQLITE_BUSY and SQLITE_LOCKED, whatever their extension.
OF_SQLITE = {5, 6}
# serialization_failure, deadlock_detected, lock_not_available (also lock_timeout), too_many_connections
OF_POSTGRESQL = {"40001", "40P01", "55P03", "53300"}


class Busy(OperationalError):
    """Others held what is needed, each time that it was tried. Nothing was changed."""

    seconds = RETRY_AFTER


def contended(error: BaseException | None) -> bool:
    """Whether the same may succeed a moment later, because others are done by then."""
    if isinstance(error, Busy):
        return True
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    if getattr(cause, "sqlite_errorcode", 0) & 0xFF in OF_SQLITE:
        return True
    return getattr(cause, "sqlstate", None) in OF_POSTGRESQL or type(cause).__name__ == "PoolTimeout"


def patiently(verb: Callable[P, R]) -> Callable[P, R]:
    """In one transaction, and once more after a pause where the database was contended; in the end Busy. Within a
    transaction of another it is a part of that, which alone can be tried again as a whole.
    """
    whole: Callable[P, R] = transaction.atomic(verb)

    @wraps(verb)
    def insist(*args: P.args, **kwargs: P.kwargs) -> R:
        if transaction.get_connection().in_atomic_block:
            return whole(*args, **kwargs)
        give_up, pauses = time.monotonic() + PATIENCE, _pauses()
        while True:
            try:
                return whole(*args, **kwargs)
            except DatabaseError as error:
                if not contended(error):
                    raise
                pause = next(pauses, None)
                if pause is None or time.monotonic() + pause > give_up:
                    raise Busy(str(error)) from error
            time.sleep(pause)

    return insist


def _pauses() -> Iterator[float]:
    for number in range(TRIES - 1):
        yield FIRST_PAUSE * 2**number * random.uniform(0.5, 1.5)  # noqa: S311  no secret
