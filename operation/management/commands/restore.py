from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from operation.backup import Refused, Restored, restore
from operation.backup.restoring import open_whole


class Command(BaseCommand):
    help = "Makes a backup the site's database and media, all or nothing. Stop server and worker first."
    requires_system_checks = ()  # some of them ask a database, and there may be none yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where the database is not empty: it is lost")
        parser.add_argument("--check", action="store_true", help="only reads the file, and says whether it is whole")

    def handle(self, *, file: Path, replace: bool, check: bool, **options: Any) -> None:
        try:
            if check:
                made = open_whole(file).manifest.made
                self.stdout.write(f"{file} is whole; it was made at {made}.")
            else:
                self._tell(restore(file, replace=replace))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, Error) as error:
            raise CommandError(f"Nothing was restored: {error}") from error

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        migrated = " The database was brought up to this version." if restored.migrated else ""
        self.stdout.write(
            f"Restored as of {manifest.made}: all {sum(manifest.rows.values())} rows are there, "
            f"of them {manifest.rows.get('discussion_comment', 0)} comments, and as they were.{migrated}"
        )
        if restored.faults:
            raise CommandError(f"{restored.faults} faults of trees came with it: run check_trees --repair.")
        self.stdout.write("All trees hold.")
