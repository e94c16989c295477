"""Statements that write the same columns all day: the ORM words each once, and from then on only its values differ."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connections, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery

from kit.planned import of_one_size, planning, worded

# No row has such a number, which every column of integers could hold.
NUMBERS = 2_116_000_000
WORDED: dict[tuple[str, type[models.Model], int, bool, bool], str] = {}


def insert(*rows: models.Model, returning: bool = True, new: bool = False) -> None:
    """As bulk_create(), of rows of one model that come without primary keys, or bring such as the database does not
    make; values are values, no expressions. `returning`: whether somebody asks for their keys; `new`: passes over what
    is there already. One query.
    """
    model, connection = type(rows[0]), connections["default"]
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    returning = returning and not new and len(fields) < len(model._meta.concrete_fields)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    wording = (connection.vendor, model, len(rows), returning, new)
    if wording not in WORDED:
        WORDED[wording] = _worded(rows, fields, returning, new)
    with transaction.mark_for_rollback_on_error(using="default"), planning(connection) as cursor:
        cursor.execute(WORDED[wording], values)
        keys = list(cursor.fetchall()) if returning else []
    for row, key in zip(rows, keys, strict=False):
        row.pk = key[0]
    for row in rows:
        row._state.adding, row._state.db = False, "default"


class PreparedUpdate:
    """`change` makes a query set, and the new values of columns by their names, of what it is called with: words of
    which the statement depends, and by name integers. `returning`: columns, of each row that it changed.
    """

    def __init__(
        self, change: Callable[..., tuple[models.QuerySet[Any, Any], Mapping[str, Any]]], returning: Sequence[str] = ()
    ) -> None:
        self.change, self.returning = change, returning
        self.worded: dict[tuple[Any, ...], tuple[str, dict[str, Any]]] = {}

    def __call__(self, *words: str | bool, **values: int) -> list[tuple[Any, ...]]:
        """One query."""
        connection = connections["default"]
        wording = (connection.vendor, *words)
        if wording not in self.worded:
            self.worded[wording] = self._word(words, tuple(values))
        statement, settled = self.worded[wording]
        with transaction.mark_for_rollback_on_error(using="default"), planning(connection) as cursor:
            cursor.execute(statement, settled | of_one_size(values, connection.vendor))
            return list(cursor.fetchall()) if self.returning else []

    def _word(self, words: tuple[str | bool, ...], named: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
        standing_in = {name: NUMBERS + place for place, name in enumerate(named)}
        rows, changes = self.change(*words, **standing_in)
        query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]
        query.add_update_values(dict(changes))
        sql, params = query.get_compiler("default").as_sql()
        names = {number: name for name, number in standing_in.items()}
        statement, settled = worded(sql, params, names, connections["default"])
        return statement + _returning(rows.model, self.returning), settled


def _worded(rows: Sequence[models.Model], fields: Sequence[Any], returning: bool, new: bool) -> str:
    query = InsertQuery(type(rows[0]), on_conflict=OnConflict.IGNORE if new else None)
    query.insert_values(fields, [rows[0]])
    compiler = query.get_compiler("default")
    compiler.returning_fields = [type(rows[0])._meta.pk] if returning else None
    ((sql, _params),) = compiler.as_sql()
    one = f"({', '.join(['%s'] * len(fields))})"
    return str(sql).replace(one, ", ".join([one] * len(rows)))  # as PostgreSQL takes many rows otherwise, by columns


def _returning(model: type[models.Model], columns: Sequence[str]) -> str:
    quote = connections["default"].ops.quote_name
    names = (quote(str(getattr(model._meta.get_field(name), "column", name))) for name in columns)
    return f" RETURNING {', '.join(names)}" if columns else ""
