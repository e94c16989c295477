"""Cursors on which PostgreSQL parses and plans a statement once a connection, where it is worded once. Django puts
values into the text of each, so that none is ever like another.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

# How often a statement must come before it is planned, where nobody asks for that; without a number nothing ever is.
NEVER_BY_ITSELF = 1_000_000_000
PLACE = re.compile(r"%(?:\((\w+)\)s|s|%)")


@contextmanager
def planning(connection: Any) -> Iterator[Any]:
    """As connection.cursor(), with its wrappers. Where somebody wants to read statements they stay as Django makes
    them: with their values.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.queries_logged:
            make, zone_of = _postgresql()
            connection.connection.prepare_threshold = NEVER_BY_ITSELF
            cursor.cursor = make(connection.connection)
            zone_of(connection, cursor.cursor)
        yield cursor


def worded(sql: str, params: Sequence[Any], names: Mapping[Any, str], connection: Any) -> tuple[str, dict[str, Any]]:
    """The statement with a name in the place of each value that has one in `names`: Django puts them into a statement
    for SQLite ten times faster by name. And the others, which are always the same, under names of their own; but
    PostgreSQL, which plans better what it knows, finds them in the statement.
    """
    named = [(names.get(param, f"settled_{place}"), param) for place, param in enumerate(params)]
    settled = {name: param for name, param in named if name.startswith("settled_")}
    known = _literals(settled, connection) if connection.vendor == "postgresql" else {}
    places = tuple(known.get(name, f"%({name})s") for name, _param in named)
    return sql.replace("%%", "%%%%") % places, {} if known else settled


def _literals(values: Mapping[str, Any], connection: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        return {name: cursor.mogrify("%s", [value]).replace("%", "%%") for name, value in values.items()}


def of_one_size(values: Mapping[str, Any], vendor: str) -> dict[str, Any]:
    """Numbers as PostgreSQL is always to take them: it would plan once for each size that they have."""
    if vendor != "postgresql":
        return dict(values)
    from psycopg.types.numeric import Int8

    return {name: Int8(value) if type(value) is int else value for name, value in values.items()}


@lru_cache(maxsize=2048)
def numbered(query: str) -> tuple[str, list[str | int]]:
    """As the server takes it, and what stands at which number: the driver would look for that in a long statement each
    time.
    """
    names: list[str | int] = []

    def numbered(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name = found[1] or len(names)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return PLACE.sub(numbered, query), names


@cache
def _postgresql() -> tuple[type, Callable[[Any, Any], None]]:
    """Only who uses it has the driver."""
    from django.db.backends.postgresql.base import TIMESTAMPTZ_OID
    from django.db.backends.postgresql.psycopg_any import register_tzloader
    from psycopg import RawCursor
    from psycopg.pq import Format

    class Planned(RawCursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            statement, names = numbered(query)
            values = [params[name] for name in names] if isinstance(params, dict) else params
            return super().execute(statement, values, **{**options, "prepare": True})

    def zone_of(connection: Any, cursor: Any) -> None:
        """As Django does for each cursor."""
        loader = connection.connection.adapters.get_loader(TIMESTAMPTZ_OID, Format.TEXT)
        if connection.timezone != loader.timezone:
            register_tzloader(connection.timezone, cursor)

    return Planned, zone_of
