import re
from typing import Any

from django.db.models import Value


class Written(Value):
    """A word of ours that stands in the SQL itself, not among its parameters: as in the condition of an index."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not re.fullmatch(r"[a-z_]*", str(self.value)):
            raise ValueError(f"{self.value!r} is not a word of ours")
        return f"'{self.value}'", []
