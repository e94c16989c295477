"""What a backup says of itself: enough to know that it is whole, what it fits, and what must be there afterwards."""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

FORMAT = 1
ROWS_AT_A_TIME = 2000


@dataclass(frozen=True)
class Part:
    bytes: int
    sha256: str


@dataclass
class Manifest:
    format: int
    version: str
    made: str
    vendor: str
    migrations: dict[str, str]  # the latest of each app
    rows: dict[str, int]  # of each table
    comments: str  # see digest_of_comments
    columns: dict[str, list[str]] = field(default_factory=dict)  # of each table, where it is a part of its own
    sequences: dict[str, int] = field(default_factory=dict)  # where the database keeps them apart
    parts: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def of_database(cls) -> "Manifest":
        return cls(
            format=FORMAT,
            version=version(),
            made=timezone.now().isoformat(timespec="seconds"),
            vendor=connection.vendor,
            migrations=latest_migrations(),
            rows=count_rows(tables()),
            comments=digest_of_comments(),
        )

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Raises ValueError, KeyError or TypeError for what is none."""
        told: dict[str, Any] = json.loads(text)
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        return cls(**told, parts=parts)

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


def version() -> str:
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"])


def latest_migrations() -> dict[str, str]:
    """Of each app the last that this database has."""
    loader = MigrationLoader(connection)
    there = set(loader.applied_migrations) & set(loader.graph.node_map)
    return {
        app: name
        for app, name in sorted(there)
        if not any(child.key in there and child.key[0] == app for child in loader.graph.node_map[app, name].children)
    }


def tables() -> list[str]:
    """All of ours that this database has. Not the cache's: what is in it is worth minutes."""
    models = connection.introspection.django_table_names(only_existing=True, include_views=False)
    there = connection.introspection.table_names()
    return sorted({*models, MigrationRecorder.Migration._meta.db_table} & set(there))


def count_rows(names: list[str]) -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  a table's name
            counts[name] = cursor.fetchone()[0]
    return counts


def digest_of_comments() -> str:
    """Of what was said, whatever the database: all comments by id, with text, state and what they answer."""
    digest = hashlib.sha256()
    if "discussion_comment" not in connection.introspection.table_names():
        return digest.hexdigest()
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT id, source, state, parent_id FROM discussion_comment ORDER BY id")
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            for row in rows:
                digest.update(json.dumps(list(row)).encode() + b"\n")
    return digest.hexdigest()
