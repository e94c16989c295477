from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from discussion.models import Thread
from discussion.recounting import recount


class Command(BaseCommand):
    help = "Derives all counters from the rows that they count, names each that was wrong and corrects it."

    def handle(self, **options: Any) -> None:
        wrong = 0
        for thread in tqdm(Thread.objects.order_by("pk"), unit=" threads", disable=None):
            for correction in recount(thread):
                wrong += 1
                self.stdout.write(f"{correction.what}: {correction.column} was {correction.was}, is {correction.now}")
        self.stdout.write(f"{wrong} counters corrected." if wrong else "All counters are right.")
