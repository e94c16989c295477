"""A backup made the site's database and media: built beside them, checked there, and only then put into their place."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tqdm import tqdm

from discussion.mending import faults_of_all_trees
from operation.backup.archive import MEDIA, Archive
from operation.backup.making import media
from operation.backup.manifest import Manifest, count_rows, digest_of_comments
from operation.backup.refusing import Refused
from operation.backup.stores import store

PEOPLES = ("people.User", "articles.Article", "discussion.Voice", "discussion.Comment")
UNPACKED = ".restoring"  # in the folder of media, so that it is on the same disk


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    migrated: bool
    faults: int  # of trees; the backup had them


def restore(file: Path, *, replace: bool = False) -> Restored:
    """All or nothing. Raises Refused, OSError, or what the database says."""
    archive = open_whole(file)
    here = store()
    refuse_other_kind(archive.manifest)
    refuse_newer(archive.manifest)
    here.make_room()
    if not replace:
        refuse_rows()
    unpacked = Path(settings.MEDIA_ROOT) / UNPACKED
    try:
        _unpack(archive, unpacked)
        with connection.wrap_database_errors, here.aside() as swap:
            here.fill(archive)
            refuse_difference(archive.manifest)
            before = archive.manifest.migrations
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            faults = sum(1 for _ in faults_of_all_trees())
            swap()
        _put_in_place(archive, unpacked, replace)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return Restored(archive.manifest, before != leaves(), faults)


def open_whole(file: Path) -> Archive:
    archive = Archive(file)
    with tqdm(total=archive.size, unit="B", unit_scale=True, disable=None, desc="Checking") as bar:
        archive.check(bar.update)
    return archive


def refuse_other_kind(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Refused(f"The backup is of {manifest.vendor}, and DATABASE_URL names {connection.vendor}.")


def refuse_newer(manifest: Manifest) -> None:
    known = MigrationLoader(None).graph.nodes
    for app, name in manifest.migrations.items():
        if (app, name) not in known:
            raise Refused(f"The backup is of a newer Broadsheet ({manifest.version}): {app} {name} is unknown here.")


def refuse_rows() -> None:
    there = set(connection.introspection.table_names())
    connection.close()
    models = [apps.get_model(name) for name in PEOPLES]
    filled = [
        model._meta.label for model in models if model._meta.db_table in there and _has_rows(model._meta.db_table)
    ]
    if filled:
        raise Refused(f"The database is not empty ({', '.join(filled)}); --replace puts the backup in its place.")


def _has_rows(table: str) -> bool:
    return count_rows([table])[table] > 0


def refuse_difference(manifest: Manifest) -> None:
    """What was restored and what the backup says that it holds are counted by different hands."""
    counted = count_rows(list(manifest.rows))
    for table, rows in manifest.rows.items():
        if counted[table] != rows:
            raise Refused(f"{table} has {counted[table]} rows, and the backup says {rows}. Nothing was changed.")
    if digest_of_comments() != manifest.comments:
        raise Refused("The comments are not those that the backup says. Nothing was changed.")


def leaves() -> dict[str, str]:
    return dict(sorted(MigrationLoader(None).graph.leaf_nodes()))


def _unpack(archive: Archive, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in archive.media:
        archive.extract(MEDIA + name, folder / name)


def _put_in_place(archive: Archive, unpacked: Path, replace: bool) -> None:
    root = Path(settings.MEDIA_ROOT)
    kept = set(archive.media)
    for name in kept:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        os.replace(unpacked / name, root / name)
    if replace:
        for name in [name for name, _size in media() if name not in kept]:
            (root / name).unlink(missing_ok=True)
