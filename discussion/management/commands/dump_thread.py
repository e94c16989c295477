from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discussion.importers.thread_file import write
from discussion.models import Thread


class Command(BaseCommand):
    help = "Writes an article's discussion as JSON lines, the form that load_thread reads. It holds e-mail addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", help="slug of the article")

    def handle(self, *, article: str, **options: Any) -> None:
        thread = Thread.objects.filter(article__slug=article).first()
        if thread is None:
            raise CommandError(f"There is no discussion under an article {article!r}.")
        for line in write(thread):
            self.stdout.write(line)
