"""Rows as PostgreSQL sends them, for who compares them with those of before and reads only what has changed: with all
that the driver does besides, a statement takes the web server three times as long.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from kit.planned import numbered


class Raw(tuple[bytes | None, ...]):
    """The texts of a row's columns, with their types as the server numbers them."""

    types: tuple[int, ...]


class Plan(NamedTuple):
    name: bytes  # as the server knows it
    places: list[str | int]
    types: tuple[int, ...]


_numbers = count()
_plans: WeakKeyDictionary[Any, dict[str, Plan]] = WeakKeyDictionary()  # of each connection


def raw_rows(connection: Any, statement: str, values: Mapping[str, Any]) -> list[Raw] | None:
    """`statement` as for planned.planning(). One query. None where it is to be asked as usual, which also says what is
    wrong: of another database, in a transaction, which the driver would have to begin, where statements are kept to be
    read, and of what the server or its library do not take.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or not connection.get_autocommit():
        return None
    texts = {name: str(value).encode() for name, value in values.items()}
    if any(b"\0" in text for text in texts.values()):
        return None
    execute: Callable[..., list[Raw] | None] = _execute
    for wrapper in reversed(connection.execute_wrappers):
        execute = partial(wrapper, execute)
    try:
        return execute(statement, texts, False, {"connection": connection, "cursor": None})
    except connection.Database.Error:
        return None


def read(connection: Any, row: Raw) -> list[Any]:
    """As the driver would have told it. No query."""
    from psycopg.adapt import Transformer
    from psycopg.pq import Format

    connection.ensure_connection()
    reader = Transformer(connection.connection)
    loaders = (reader.get_loader(kind, Format.TEXT) for kind in row.types)
    return [None if value is None else loader.load(value) for loader, value in zip(loaders, row, strict=True)]


def _execute(statement: str, texts: Mapping[str, bytes], _many: bool, context: Mapping[str, Any]) -> list[Raw] | None:
    driver = context["connection"].connection
    plans = _plans.setdefault(driver, {})
    for _again in range(2):
        plan = plans.pop(statement, None) or _planned(driver.pgconn, statement)
        if plan is None:
            return None
        result = driver.pgconn.exec_prepared(plan.name, [texts[str(place)] for place in plan.places])
        if result.fname(0):
            plans[statement] = plan
            return _rows(result, plan.types)
        if not _is_forgotten(result):
            return None
    return None


def _is_forgotten(result: Any) -> bool:
    """After a rollback the driver has the server forget all plans, with its next statement."""
    from psycopg.errors import InvalidSqlStatementName
    from psycopg.pq import DiagnosticField

    told: bytes = result.error_field(DiagnosticField.SQLSTATE) or b""
    return told.decode() == InvalidSqlStatementName.sqlstate


def _rows(result: Any, types: tuple[int, ...]) -> list[Raw]:
    columns = range(result.nfields)
    rows = [Raw(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]
    for row in rows:
        row.types = types
    return rows


def _planned(server: Any, statement: str) -> Plan | None:
    text, places = numbered(statement)
    name = b"raw_%d" % next(_numbers)
    if server.prepare(name, text.encode()).error_message:
        return None
    told = server.describe_prepared(name)
    return Plan(name, places, tuple(told.ftype(column) for column in range(told.nfields)))
