"""As prepared.py, with models and what is selected with them instead of plain rows."""

from collections.abc import Hashable
from typing import Any

from django.db import connections
from django.db.models import Model
from django.db.models.query import get_related_populators

from kit.prepared import Prepared, Value


class PreparedModels(Prepared):
    """`question` makes a query set of models, also with select_related()."""

    def all(self, *words: Hashable, **values: Value) -> list[Any]:
        """One query."""
        rows = self(*words, **values)
        if not rows:
            return []
        compiler = self.worded[connections["default"].vendor, *words].compiler
        start, end = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in compiler.select[start:end]]
        related = get_related_populators(compiler.klass_info, compiler.select, "default")  # type: ignore[call-arg]  # 6.1's
        found = []
        for row in self.converted(rows, *words):
            one: Model = compiler.klass_info["model"].from_db("default", names, row[start:end])
            for populator in related:
                populator.populate(row, one)
            found.append(one)
        return found

    def first(self, *words: Hashable, **values: Value) -> Any:
        """One query; None where there is none."""
        return next(iter(self.all(*words, **values)), None)
