from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.models import Article
from discussion.importers.bulk import load
from discussion.importers.thread_file import BadLine, read
from discussion.models import Thread


class Command(BaseCommand):
    help = "Loads a discussion from a file of JSON lines: all or nothing, and each comment once however often."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", help="slug of the article")
        parser.add_argument("file", type=FileType("rb"), help="the file, or - for standard input")

    def handle(self, *, article: str, file: Any, **options: Any) -> None:
        found = Article.objects.filter(slug=article).first()
        if found is None:
            raise CommandError(f"There is no article {article!r}.")
        try:
            with file:
                entries = read(file)
        except BadLine as fault:
            raise CommandError(f"{file.name}, {fault}. Nothing was loaded.") from None
        with tqdm(total=len(entries), unit=" comments", disable=None) as bar:
            new = load(Thread.objects.for_writing(found), entries, bar.update)
        self.stdout.write(f"{new} comments loaded, {len(entries) - new} were there already.")
