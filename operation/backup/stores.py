"""What a backup needs of a database. Each kind has a module of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from operation.backup.archive import Archive, Writer
from operation.backup.manifest import Manifest
from operation.backup.refusing import Refused


class Store(Protocol):
    def make_room(self) -> None:
        """So that a database can be asked which is not there yet."""

    def snapshot(self, target: Path) -> AbstractContextManager[None]:
        """Within it the default connection reads one moment's state."""

    def size(self) -> int:
        """Of the snapshot, in bytes, for the bar alone."""

    def write(self, writer: Writer, manifest: Manifest) -> None: ...

    def aside(self) -> AbstractContextManager[Callable[[], None]]:
        """Within it the default connection leads to a new and empty place. What it yields puts that place in the
        database's; without this it is thrown away.
        """

    def fill(self, archive: Archive) -> None:
        """The place aside, with the tables and rows of the archive."""


def store() -> Store:
    if connection.vendor == "sqlite":
        from operation.backup.sqlite import SQLite

        return SQLite()
    if connection.vendor == "postgresql":
        from operation.backup.postgresql import PostgreSQL

        return PostgreSQL()
    raise Refused(f"Backups know SQLite and PostgreSQL, not {connection.vendor}.")


@contextmanager
def led_to(**changes: Any) -> Iterator[None]:
    """The default connection, with other settings for a while."""
    connection.close()
    was = connection.settings_dict
    connection.settings_dict = {**was, **changes}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = was
