from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from operation.backup import Refused, back_up


class Command(BaseCommand):
    help = "Writes database and media into one new file, as they are at one moment; the site goes on meanwhile."
    requires_system_checks = ()  # some of them ask the database, and it may be damaged

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            manifest = back_up(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, Error) as error:
            raise CommandError(f"No backup was written: {error}") from error
        rows = sum(manifest.rows.values())
        self.stdout.write(
            f"{file}: {rows} rows, of them {manifest.rows.get('discussion_comment', 0)} comments, "
            f"{sum(name.startswith('media/') for name in manifest.parts)} files of media. "
            "The secret key is not in it: keep that elsewhere."
        )
