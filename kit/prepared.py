"""A question that pages ask all day: the ORM words it once, and from then on only its values are other ones."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

Value = int | str | datetime
# No row has such a number or text, nor such a moment.
NUMBERS = 4_116_000_000_000_000_000
TEXT = "\0{}"
MOMENT = datetime(1903, 2, 1, 4, 5, 6, 789, tzinfo=UTC)


class Prepared:
    """`question` makes a query set of plain numbers and texts, as of values_list(), of what it is called with: words of
    which the statement depends, and by name values, which it may only compare with columns.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Any]]) -> None:
        self.question = question
        self.worded: dict[tuple[Any, ...], tuple[str, dict[str, Any]]] = {}

    def __call__(self, *words: str | bool, **values: Value) -> list[tuple[Any, ...]]:
        """One query."""
        connection = connections["default"]
        wording = (connection.vendor, *words)
        if wording not in self.worded:
            self.worded[wording] = self._word(words, values)
        statement, settled = self.worded[wording]
        with connection.cursor() as cursor:
            cursor.execute(statement, settled | {name: _as_param(value) for name, value in values.items()})
            return list(cursor.fetchall())

    def _word(self, words: tuple[str | bool, ...], values: dict[str, Value]) -> tuple[str, dict[str, Any]]:
        """With a name for each value: Django puts them into a statement for SQLite ten times faster by name."""
        standing_in = {name: _standing_in(value, place) for place, (name, value) in enumerate(values.items())}
        names = {_as_param(value): name for name, value in standing_in.items()}
        sql, params = self.question(*words, **standing_in).query.get_compiler("default").as_sql()
        named = [(names.get(param, f"settled_{place}"), param) for place, param in enumerate(params)]
        return sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name, _param in named), dict(named)


def _standing_in(value: Value, place: int) -> Value:
    if isinstance(value, datetime):
        return MOMENT.replace(microsecond=place)
    return TEXT.format(place) if isinstance(value, str) else NUMBERS + place


def _as_param(value: Value) -> Any:
    return connections["default"].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
