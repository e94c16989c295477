"""What a worker does between two tasks. Whoever has something to do adds a Round; articles need not know who it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Round:
    work: Callable[[], bool]  # whether there may be more to do at once
    every: float = 0  # seconds
    last: float = float("-inf")

    def go(self) -> bool:
        now = time.monotonic()
        if now - self.last < self.every:
            return False
        self.last = now
        return self.work()


ROUNDS: list[Round] = []
# Queues whose tasks a Round carries out, many at once.
THEIRS: list[str] = []


def go_round() -> bool:
    """Whether there may be more to do at once."""
    more = [round_.go() for round_ in ROUNDS]  # each of them
    return any(more)
