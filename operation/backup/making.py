"""One file with the database, as it was at one moment, and the media."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection
from tqdm import tqdm

from operation.backup.archive import CHUNK, MEDIA, Writer, unfinished
from operation.backup.manifest import Manifest
from operation.backup.stores import store


def back_up(target: Path) -> Manifest:
    """Readers and writers go on meanwhile. Raises Refused, OSError, or what the database says."""
    here = store()
    with connection.wrap_database_errors, unfinished(target) as file, here.snapshot(target):
        files = list(media())
        total = here.size() + sum(size for _, size in files)
        with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
            writer = Writer(file, bar.update)
            manifest = Manifest.of_database()
            here.write(writer, manifest)
            # After the database: a file is there before the row that names it, and no name is given twice.
            for name, _size in files:
                _write_media(writer, name)
            writer.finish(manifest)
    connection.close()
    return manifest


def media() -> Iterator[tuple[str, int]]:
    """Name and size of each file."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not name.parts[0].startswith("."):
            yield name.as_posix(), path.stat().st_size


def _write_media(writer: Writer, name: str) -> None:
    path = Path(settings.MEDIA_ROOT, name)
    # A file that is gone was deleted since it was listed, with the row that named it.
    with suppress(FileNotFoundError), open(path, "rb") as file, writer.part(MEDIA + name, packed=False) as write:
        while data := file.read(CHUNK):
            write(data)
