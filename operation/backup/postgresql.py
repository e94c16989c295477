"""COPY, within one transaction: no program of PostgreSQL's is needed, whose version would have to be the server's.

The tables themselves are made by migrations, so that a backup holds nothing but rows. A restore makes them in a schema
of its own and moves them into the site's when they are filled and checked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from operation.backup.archive import Archive, Writer
from operation.backup.manifest import Manifest, tables
from operation.backup.refusing import Refused
from operation.backup.stores import led_to

ASIDE = "broadsheet_restoring"
SECONDS_TO_WAIT = 20


class PostgreSQL:
    def make_room(self) -> None:
        """Whoever runs the server makes its databases."""

    @contextmanager
    def snapshot(self, target: Path) -> Iterator[None]:
        with led_to(OPTIONS=_options()), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def size(self) -> int:
        return sum(_ask("SELECT pg_table_size(quote_ident(%s)::regclass)", name)[0][0] for name in tables())

    def write(self, writer: Writer, manifest: Manifest) -> None:
        for table in manifest.rows:
            manifest.columns[table] = columns_of(table)
            with (
                connection.cursor() as cursor,
                writer.part(_part(table)) as write,
                cursor.copy(f"COPY {_with_columns(table, manifest)} TO STDOUT") as copy,
            ):
                for data in copy:
                    write(bytes(data))
        # They do not roll back, and go on while rows are read: never less than the rows need.
        manifest.sequences = dict(_ask(SEQUENCES))

    @contextmanager
    def aside(self) -> Iterator[Callable[[], None]]:
        self.home = _ask("SELECT current_schema()")[0][0]
        self.old = [*tables(), *tables_of_caches()]
        _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE", f"CREATE SCHEMA {ASIDE}")
        try:
            with led_to(OPTIONS=_options(options=f"-c search_path={ASIDE}")):
                yield self._swap
        finally:
            _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")

    def fill(self, archive: Archive) -> None:
        manifest = archive.manifest
        MigrationExecutor(connection).migrate(list(manifest.migrations.items()))
        with transaction.atomic(), connection.cursor() as cursor:
            # What migrations put into them is in the backup too.
            cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables()))}")
            for table in manifest.rows:
                with cursor.copy(f"COPY {_with_columns(table, manifest)} FROM STDIN") as copy:
                    for data in archive.read(_part(table)):
                        copy.write(data)
            for name, value in manifest.sequences.items():
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])

    def _swap(self) -> None:
        home = _quoted(self.home)
        new = [name for (name,) in _ask("SELECT tablename FROM pg_tables WHERE schemaname = %s", ASIDE)]
        alone = [name for (name,) in _ask(SEQUENCES_OF_NO_TABLE, ASIDE)]
        try:
            with transaction.atomic():
                _execute(
                    f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'",
                    *(f"DROP TABLE IF EXISTS {home}.{_quoted(name)} CASCADE" for name in sorted({*self.old, *new})),
                    *(f"ALTER TABLE {ASIDE}.{_quoted(name)} SET SCHEMA {home}" for name in new),
                    *(f"DROP SEQUENCE IF EXISTS {home}.{_quoted(name)}" for name in alone),
                    *(f"ALTER SEQUENCE {ASIDE}.{_quoted(name)} SET SCHEMA {home}" for name in alone),
                )
        except OperationalError as error:
            raise Refused(f"The database is in use ({error}): stop the server and the worker first.") from error


SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL
    ORDER BY sequencename
"""
SEQUENCES_OF_NO_TABLE = """
    SELECT relname FROM pg_class
    WHERE relkind = 'S' AND relnamespace = %s::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('a', 'i')
        AND refclassid = 'pg_class'::regclass
    )
"""
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = quote_ident(%s)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""


def columns_of(table: str) -> list[str]:
    return [name for (name,) in _ask(COLUMNS, table)]


def tables_of_caches() -> list[str]:
    caches: list[Any] = list(settings.CACHES.values())
    return [cache["LOCATION"] for cache in caches if cache["BACKEND"].endswith("DatabaseCache")]


def _options(**more: str) -> dict[str, Any]:
    """One connection: a pool would hand out others, of which each reads its own moment."""
    return {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"} | more


def _ask(sql: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _part(table: str) -> str:
    return f"database/{table}.copy"


def _with_columns(table: str, manifest: Manifest) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, manifest.columns[table]))})"


def _quoted(name: str) -> str:
    if '"' in name:
        raise Refused(f"{name!r} is no name of a table.")
    return f'"{name}"'
