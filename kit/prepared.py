"""A question that pages ask all day: the ORM words it once, and from then on only its values are other ones."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

Value = int | datetime
# No row has such a number, nor such a moment.
NUMBERS = 4_116_000_000_000_000_000
MOMENT = datetime(1903, 2, 1, 4, 5, 6, 789, tzinfo=UTC)


class Prepared:
    """`question` makes a query set of plain numbers and texts, as of values_list(), of what it is called with: words of
    which the statement depends, and by name values, which it may only compare with columns.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Any]]) -> None:
        self.question = question
        self.worded: dict[tuple[Any, ...], tuple[str, list[Any]]] = {}

    def __call__(self, *words: str | bool, **values: Value) -> list[tuple[Any, ...]]:
        """One query."""
        connection = connections["default"]
        wording = (connection.vendor, *words)
        if wording not in self.worded:
            self.worded[wording] = self._word(words, values)
        sql, params = self.worded[wording]
        held = {name: _as_param(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [held[param.name] if isinstance(param, Held) else param for param in params])
            return list(cursor.fetchall())

    def _word(self, words: tuple[str | bool, ...], values: dict[str, Value]) -> tuple[str, list[Any]]:
        standing_in = {
            name: MOMENT if isinstance(value, datetime) else NUMBERS + place
            for place, (name, value) in enumerate(values.items())
        }
        names = {_as_param(value): Held(name) for name, value in standing_in.items()}
        sql, params = self.question(*words, **standing_in).query.get_compiler("default").as_sql()
        return sql, [names.get(param, param) for param in params]


class Held:
    """The place of a value."""

    def __init__(self, name: str) -> None:
        self.name = name


def _as_param(value: Value) -> Any:
    return connections["default"].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
