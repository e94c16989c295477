"""`manage.py worker`: carries out the tasks of all queues. Several may run, on any number of machines."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker, valid_interval

from articles.pictures import draw_what_is_missing

logger = logging.getLogger("articles.worker")


class SteadyWorker(Worker):
    """Outlives a database that is locked for longer than its timeout, or away: the claim of a task stands
    outside of the library's own `try`, so one such moment would end the process.
    """

    def run(self) -> None:
        while self.running:
            try:
                draw_what_is_missing()
                return super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer (%s); trying again.", error)
                connections.close_all()
                time.sleep(max(self.interval, 0.1))


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
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=not batch,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
