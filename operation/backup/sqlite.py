"""A file that SQLite copies itself; restored beside the old one and put into its place."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from operation.backup.archive import CHUNK, Archive, Writer
from operation.backup.manifest import Manifest
from operation.backup.refusing import Refused
from operation.backup.stores import led_to

PART = "database.sqlite3"
PAGES_A_STEP = 4096


class SQLite:
    def __init__(self) -> None:
        self.file = Path(connection.settings_dict["NAME"])

    def make_room(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def snapshot(self, target: Path) -> Iterator[None]:
        if not self.file.exists():
            raise Refused(f"There is no database {self.file}.")
        beside = target.with_name(f"{target.name}.unfinished-database")
        _remove(beside)
        try:
            os.close(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600))
            _copy(self.file, beside)
            with led_to(NAME=str(beside), OPTIONS={}):
                self.copy = beside
                yield
        finally:
            _remove(beside)

    def size(self) -> int:
        return self.copy.stat().st_size

    def write(self, writer: Writer, manifest: Manifest) -> None:
        connection.close()
        with open(self.copy, "rb") as file, writer.part(PART) as write:
            while data := file.read(CHUNK):
                write(data)

    @contextmanager
    def aside(self) -> Iterator[Callable[[], None]]:
        self.new = self.file.with_name(f"{self.file.name}.restoring")
        self._refuse_in_use()
        _remove(self.new)
        try:
            with led_to(NAME=str(self.new)):
                yield self._swap
        finally:
            _remove(self.new)

    def fill(self, archive: Archive) -> None:
        archive.extract(PART, self.new)

    def _swap(self) -> None:
        connection.close()
        _into_one_file(self.new)
        self._refuse_in_use()
        _remove_beside(self.file)  # of one that was damaged
        os.replace(self.new, self.file)

    def _refuse_in_use(self) -> None:
        """A database leaves WAL only for who has it alone; then nothing stands beside it that could be taken for the
        new one's. Others would go on writing into a file that has no name any more.
        """
        if not self.file.exists():
            return
        try:
            _into_one_file(self.file)
        except sqlite3.OperationalError as error:
            raise Refused(f"The database is in use ({error}): stop the server and the worker first.") from error
        except sqlite3.DatabaseError:
            return  # it is no database any more, which is what backups are for


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None, timeout=20)) as old:
        # Within one transaction of reading, so that it need not begin anew whenever somebody writes between two steps.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target)) as new:
            old.backup(new, pages=PAGES_A_STEP)
    _into_one_file(target)
    with closing(sqlite3.connect(target)) as new:
        found = new.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Refused(f"The database itself is damaged: {found}")


def _into_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=1)) as database:
        database.execute("PRAGMA journal_mode=DELETE").fetchone()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_beside(path)


def _remove_beside(path: Path) -> None:
    for end in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
