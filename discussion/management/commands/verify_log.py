from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from discussion.models import LogEntry
from discussion.moderating.verifying import Expected, Walk, count_unlinked


class Command(BaseCommand):
    help = "Walks the chain of the moderators' log; names the first row that was altered and exits 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            action="append",
            type=_expected,
            default=[],
            help="A link as this command printed it earlier, or a digest from the public page. May be given often.",
        )

    def handle(self, *, expect: list[Expected], **options: Any) -> None:
        walk = Walk(expect)
        for _number in tqdm(walk, total=LogEntry.objects.count(), unit=" links", disable=None):
            pass
        if walk.fault:
            raise CommandError(f"{walk.fault}. The {walk.links} links before it hold.")
        self.stdout.write(f"{walk.links} links hold, {walk.forgotten} of them of people who were erased.")
        self.stdout.write(f"{count_unlinked()} acts wait to be linked.")
        if walk.links:
            self.stdout.write(f"{walk.links}:{walk.digest}")


def _expected(text: str) -> Expected:
    try:
        return Expected.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is neither NUMBER:DIGEST nor a digest") from None
