"""`manage.py worker`: carries out the tasks of all queues, and sends mail. Several may run, on any machines."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker, valid_interval

from articles.pictures import draw_what_is_missing
from articles.rounds import THEIRS, go_round

logger = logging.getLogger("articles.worker")


TASKS_AT_A_TIME = 20  # then what else there is has its turn


class SteadyWorker(Worker):
    """Outlives a database that is locked for longer than its timeout, or away: the claim of a task stands
    outside of the library's own `try`, so one such moment would end the process. Between tasks it goes its
    rounds; the library's loop is always run until it is empty.
    """

    def __init__(self, *, until_empty: bool, **options: Any) -> None:
        super().__init__(batch=True, max_tasks=TASKS_AT_A_TIME, **options)
        self.until_empty = until_empty

    def run(self) -> None:
        while self.running:
            try:
                draw_what_is_missing()
                return self._work()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer (%s); trying again.", error)
                connections.close_all()
                time.sleep(max(self.interval, 0.1))

    def _work(self) -> None:
        while self.running:
            self._run_tasks = 0
            super().run()
            self.startup_delay = False
            if self._go_round() or self._run_tasks >= TASKS_AT_A_TIME:
                continue
            if self.until_empty:
                return
            time.sleep(self.interval)

    def _go_round(self) -> bool:
        self.running_task = True  # so that a signal lets it end what it is at
        try:
            return go_round()
        finally:
            self.running_task = False


class Command(BaseCommand):
    help = "Carries out tasks until it is told to end; on SIGTERM after the task in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Ends when there is nothing left to do.")
        parser.add_argument(
            "--interval", type=valid_interval, default=1, help="Seconds between two looks at an empty queue (1)."
        )

    def handle(self, *, batch: bool, interval: float, **options: Any) -> None:
        worker = SteadyWorker(
            queue_names=["*"],
            excluded_queue_names=THEIRS,
            interval=interval,
            until_empty=batch,
            backend_name="default",
            startup_delay=not batch,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
