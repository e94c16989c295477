"""Who does not answer is left alone for a while, so that he does not make every writer wait."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TypeVar

from django.utils.translation import gettext as _

from discussion.screening.outside.asking import NoAnswer
from discussion.screening.rule import PassedOver

log = logging.getLogger(__name__)
FAILURES = 5  # in a row, after which it is not asked
RESTS = 60  # seconds, after which one question tries again
LOGGED = 60  # seconds between two lines of the log
T = TypeVar("T")


class Patience:
    """With one service, in this process: others find out by themselves."""

    def __init__(self, name: str, clock: Callable[[], float] = monotonic) -> None:
        self.name, self.clock = name, clock
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        self.failures = self.untold = 0
        self.rests_until = self.silent_until = float("-inf")

    def ask(self, question: Callable[[], T]) -> T:
        """What it gives. Raises PassedOver without asking while the service rests."""
        if self.clock() < self.rests_until:
            raise PassedOver(
                _("Not asked for %(seconds)d seconds, as it failed %(count)d times in a row.")
                % {"seconds": RESTS, "count": FAILURES}
            )
        try:
            answer = question()
        except NoAnswer as failure:
            self._note(failure)
            raise
        with self.lock:
            self.failures = 0
        return answer

    def _note(self, failure: NoAnswer) -> None:
        with self.lock:
            now = self.clock()
            self.failures += 1
            self.untold += 1
            if self.failures >= FAILURES:
                self.rests_until = now + RESTS
            if now < self.silent_until:
                return
            count, self.untold = self.untold, 0
            self.silent_until = now + LOGGED
        log.warning("%s was passed over, failures since the last such line: %d. %s", self.name, count, failure)
