"""Everything that is kept of one person, for himself: what docs/privacy.md describes. Each section is a table, row by
row as it comes from the database, so that nobody said too much for it.
"""

import json
from collections.abc import Iterator

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from discussion.exporting.rows import Row
from discussion.exporting.sections import SECTIONS, Person

__all__ = ["SECTIONS", "Person", "as_json", "export_of"]
FORMAT = 1  # another number where a program that reads the file would stumble


def export_of(person: Person) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each section by its name; those of accounts are empty for guests."""
    for section in SECTIONS:
        yield section.name, section.of(person)


def as_json(person: Person) -> Iterator[str]:
    """One object, in pieces as they come: a line a row."""
    head = {"format": FORMAT, "site": settings.ORIGIN, "made": timezone.now()}
    yield _dumped(head)[:-1]
    for name, rows in export_of(person):
        yield f",\n{_dumped(name)}: ["
        for place, row in enumerate(rows):
            yield f"{',' if place else ''}\n  {_dumped(row)}"
        yield "]"
    yield "}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
