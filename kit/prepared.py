"""A question that pages ask all day: the ORM words it once, and from then on only its values are other ones."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from kit.among import as_one_param
from kit.planned import of_one_size, planning, worded
from kit.raw_rows import Raw, raw_rows, read

Value = int | str | datetime | UUID | tuple[int, ...]
# No row has such a number or text, nor such a moment.
NUMBERS = 4_116_000_000_000_000_000
TEXT = "\0{}"
MOMENT = datetime(1903, 2, 1, 4, 5, 6, 789, tzinfo=UTC)


class Wording(NamedTuple):
    statement: str
    settled: dict[str, Any]  # parameters that are always the same
    compiler: Any
    converters: dict[int, Any]  # of what the database tells, by its column


class Prepared:
    """`question` makes a query set of plain numbers and texts, as of values_list(), of what it is called with: words of
    which the statement depends, and by name values, which it may only compare with columns; a tuple of numbers with
    Among alone.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Any]]) -> None:
        self.question = question
        self.worded: dict[tuple[Hashable, ...], Wording] = {}

    def __call__(self, *words: Hashable, **values: Value) -> list[tuple[Any, ...]]:
        """Rows as the database tells them. One query."""
        connection = connections["default"]
        wording = self._wording(words, values)
        params = of_one_size({name: _as_param(value) for name, value in values.items()}, connection.vendor)
        params = wording.settled | params
        with planning(connection) as cursor:
            cursor.execute(wording.statement, params)
            return list(cursor.fetchall())

    def raw(self, *words: Hashable, **values: int | str | datetime) -> Sequence[tuple[Any, ...]]:
        """The same for who compares them with those of before: on PostgreSQL nobody has read them. One query."""
        rows = raw_rows(connections["default"], self._wording(words, values).statement, values)
        return self(*words, **values) if rows is None else rows

    def converted(self, rows: Iterable[tuple[Any, ...]], *words: Hashable) -> list[list[Any]]:
        """Rows that it told, as the query set itself would have them. No query."""
        connection = connections["default"]
        wording = self.worded[connection.vendor, *words]
        told = (read(connection, row) if isinstance(row, Raw) else row for row in rows)
        return list(wording.compiler.apply_converters(told, wording.converters))

    def _wording(self, words: tuple[Hashable, ...], values: Mapping[str, Value]) -> Wording:
        key = (connections["default"].vendor, *words)
        if key not in self.worded:
            self.worded[key] = self._word(words, values)
        return self.worded[key]

    def _word(self, words: tuple[Hashable, ...], values: Mapping[str, Value]) -> Wording:
        standing_in = {name: _standing_in(value, place) for place, (name, value) in enumerate(values.items())}
        names = {_as_param(value): name for name, value in standing_in.items()}
        compiler = self.question(*words, **standing_in).query.get_compiler("default")
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return Wording(*worded(sql, params, names, connections["default"]), compiler, converters)


def moment(value: Any) -> datetime | None:
    """What a row has of a column of times: on SQLite it is a text."""
    known: datetime | None = parse_datetime(value) if isinstance(value, str) else value
    return known.replace(tzinfo=UTC) if known and known.tzinfo is None else known


def _standing_in(value: Value, place: int) -> int | str | datetime | UUID:
    if isinstance(value, datetime):
        return MOMENT.replace(microsecond=place)
    if isinstance(value, UUID):
        return UUID(int=NUMBERS + place)
    return NUMBERS + place if isinstance(value, int) else TEXT.format(place)


def _as_param(value: Value) -> Any:
    connection = connections["default"]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return as_one_param(value, connection.vendor) if isinstance(value, tuple) else value
