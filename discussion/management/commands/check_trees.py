from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discussion.mending import faults_of_all_trees, repair, threads_of


class Command(BaseCommand):
    help = "Checks every comment tree (rules R1 to R9, docs/architecture.md) and names each broken comment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="build broken trees anew from the parent links")

    def handle(self, **options: Any) -> None:
        found = list(faults_of_all_trees())
        for fault in found:
            self.stdout.write(f"{fault.rule} comment {fault.node} (tree {fault.tree}): {fault.words}")
        if not found:
            self.stdout.write("All trees hold.")
        elif options["repair"]:
            self._repair(found)
        else:
            raise CommandError(f"{len(found)} faults. Run again with --repair to build these trees anew.")

    def _repair(self, found: list[Any]) -> None:
        moved = repair(threads_of(found))
        left = list(faults_of_all_trees())
        if left:
            raise CommandError(f"{moved} comments moved, {len(left)} faults are left.")
        self.stdout.write(f"{moved} comments moved; all trees hold.")
