"""One question for all who ask the same at once: it begins after the last of them came, so that each is told what is
true now, as if he had asked by himself.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Told = TypeVar("Told")

TURNS = 64


class Asking(Generic[Told]):
    """Those who came while another question was on its way."""

    answer: Told
    answered = False


class Together(Generic[Told]):
    """`ask` is called with what the question is about, by one thread at a time for each such thing. Whatever it raises
    is raised to that thread alone; the next of those who wait asks again.
    """

    def __init__(self, ask: Callable[[str], Told]) -> None:
        self.ask = ask
        self.gathering: dict[str, Asking[Told]] = {}
        self.lock = Lock()
        self.turns = [Lock() for _ in range(TURNS)]

    def __call__(self, about: str) -> Told:
        with self.lock:
            asking = self.gathering.setdefault(about, Asking())
        with self.turns[hash(about) % TURNS]:
            if not asking.answered:
                with self.lock:  # who comes from now on wants a later answer
                    if self.gathering.get(about) is asking:
                        del self.gathering[about]
                asking.answer = self.ask(about)
                asking.answered = True
        return asking.answer
