"""Numbers, however many, as one parameter of a statement: it reads the same for all of them."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Lookup


class Among(Lookup):
    """As `in`, for a column of whole numbers: `filter(Among(F("parent"), [1, 2]))`."""

    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._worded("{} IN (SELECT value FROM json_each(%s))", compiler, connection)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._worded("{} = ANY(%s)", compiler, connection)

    def _worded(self, words: str, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return words.format(column), [*params, as_one_param(self.rhs, connection.vendor)]


def as_one_param(numbers: Sequence[int] | str, vendor: str) -> Any:
    """What stands for numbers that are not known yet, a text, stays as it is."""
    if isinstance(numbers, str):
        return numbers
    return list(numbers) if vendor == "postgresql" else json.dumps(list(numbers))
