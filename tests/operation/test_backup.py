"""A backup is one moment's site, whole or not there; a restore is that site again, or nothing."""

import json
import os
import signal
import time
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection

from discussion.models import Comment
from people.roles import MODERATORS
from tests.discussion.processes import Worker
from tests.factories import say, staff, thread, voice
from tests.operation.elsewhere import digest, empty_site, this_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MIX = {"root": 2, "reply": 5, "decide": 4, "undo": 2, "vote": 2}


@pytest.fixture
def here(tmp_path):
    return this_site(tmp_path)


@pytest.fixture
def other(tmp_path):
    return empty_site(tmp_path)


@pytest.fixture
def backup(here, tmp_path):
    """Of a small site."""
    root = say(voice(), "What was said — «first».\n\tAnd \\ more.", thread=thread())
    say(voice(), under=root)
    (here.data / "media" / "2026").mkdir(parents=True)
    (here.data / "media" / "2026" / "bridge.jpg").write_bytes(os.urandom(3000))
    file = tmp_path / "site.backup"
    assert here.run("backup", file) == 0, here.said
    return file


@pytest.fixture
def two_who_write():
    team = [Worker("tests.discussion.deciding") for _ in range(2)]
    yield team
    for worker in team:
        worker.end()


def manifest_of(file):
    with ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))


def write_on(team, threads, voices, seeds):
    for worker, speaks in zip(team, voices, strict=True):
        worker.order(seed=next(seeds), voice=speaks, threads=threads, mix=MIX, count=20)
    answers = [worker.answer() for worker in team]
    assert [answer["tracebacks"] for answer in answers] == [[], []]
    return {pk: source for answer in answers for pk, source in answer["sources"]}


def test_what_was_taken_under_load_is_one_moment(here, other, two_who_write, tmp_path):
    threads, voices, seeds = [thread().pk for _ in range(3)], [voice(staff(MODERATORS)).pk for _ in range(2)], count()
    before = write_on(two_who_write, threads, voices, seeds)
    file = tmp_path / "site.backup"
    program = here.begin("backup", file)
    meanwhile = {}
    while program.poll() is None:
        meanwhile |= write_on(two_who_write, threads, voices, seeds)
    said = program.communicate()
    assert program.returncode == 0, said
    after = write_on(two_who_write, threads, voices, seeds)
    assert meanwhile
    assert other.run("restore", file) == 0, other.said
    assert "All trees hold." in other.said
    assert other.run("check_trees") == 0, other.said
    assert other.run("recount") == 0
    assert other.said.endswith("All counters are right.\n")
    told, comments = manifest_of(file), other.comments
    assert digest(comments) == told["comments"]
    for table, rows in told["rows"].items():
        assert other.ask(f'SELECT count(*) FROM "{table}"') == [(rows,)], table  # noqa: S608
    sources = {pk: source for pk, source, _state, _parent in comments}
    assert before.items() <= sources.items() <= (before | meanwhile).items()
    assert not after.keys() & sources.keys()


def test_the_site_goes_on_from_where_the_backup_was(here, other, backup):
    assert other.run("restore", backup) == 0, other.said
    assert other.comments == here.comments
    assert other.comments[0][1] == "What was said — «first».\n\tAnd \\ more."
    photo = "media/2026/bridge.jpg"
    assert (other.data / photo).read_bytes() == (here.data / photo).read_bytes()
    assert not (other.data / "media" / ".restoring").exists()
    if connection.vendor == "postgresql":
        assert sequences(other) == sequences(here)  # numbers of what was deleted are not given again


def sequences(site):
    return site.ask("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")


def test_the_key_is_not_in_it(here, backup):
    (here.data / "secret-key").write_text("k" * 64)
    again = backup.with_name("again.backup")
    assert here.run("backup", again) == 0
    with ZipFile(again) as archive:
        assert not [name for name in archive.namelist() if "key" in name and not name.startswith("database/")]
    assert again.stat().st_mode & 0o077 == 0


def test_one_that_was_killed_leaves_no_file(here, backup):
    (here.data / "media" / "large.jpg").write_bytes(bytes(400_000_000))
    file = backup.with_name("killed.backup")
    unfinished = file.with_name("killed.backup.unfinished")
    program = here.begin("backup", file)
    while program.poll() is None and not (unfinished.exists() and unfinished.stat().st_size > 30_000_000):
        time.sleep(0.001)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert program.returncode == -signal.SIGKILL
    assert unfinished.exists()
    assert not file.exists()
    assert here.run("restore", "--check", unfinished) == 1
    assert "no backup, or not a whole one" in here.said
    (here.data / "media" / "large.jpg").unlink()
    assert here.run("backup", file) == 0, here.said
    assert [path.name for path in file.parent.glob("killed*")] == ["killed.backup"]


def test_a_name_that_is_taken_is_refused(here, backup):
    was = backup.read_bytes()
    assert here.run("backup", backup) == 1
    assert "There is a file" in here.said
    assert backup.read_bytes() == was


def test_a_place_that_cannot_be_written_to_is_refused(here, tmp_path):
    assert here.run("backup", tmp_path / "nowhere" / "site.backup") == 1
    assert "No backup was written: " in here.said
    assert "Traceback" not in here.said


def test_a_damaged_file_is_refused(other, backup):
    whole = backup.read_bytes()
    photo = whole.index(b"media/2026/bridge.jpg") + 500
    backup.write_bytes(whole[:photo] + bytes([whole[photo] ^ 1]) + whole[photo + 1 :])
    assert other.run("restore", backup) == 1
    assert "is damaged: media/2026/bridge.jpg" in other.said
    backup.write_bytes(whole[: len(whole) // 2])
    assert other.run("restore", backup) == 1
    assert "no backup, or not a whole one" in other.said
    assert not (other.data / "media").exists()
    assert other.run("restore", backup.with_name("none")) == 1
    assert "There is no file" in other.said


def altered(file, change, parts=()):
    """The same backup with another manifest, and with other parts."""
    to = file.with_name("altered.backup")
    with ZipFile(file) as old, ZipFile(to, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "manifest.json":
                new.writestr(name, old.read(name))
        told = json.loads(old.read("manifest.json"))
        change(told)
        new.writestr("manifest.json", json.dumps(told))
    return to


def test_one_of_a_newer_version_is_refused(other, backup):
    file = altered(backup, lambda told: told["migrations"].update(discussion="9999_unheard_of"))
    assert other.run("restore", file) == 1
    assert "of a newer Broadsheet" in other.said
    file = altered(backup, lambda told: told.update(format=2))
    assert other.run("restore", file) == 1
    assert "has the form 2" in other.said


def test_rows_that_are_missing_change_nothing(other, backup):
    assert other.run("restore", backup) == 0, other.said
    was = other.comments
    file = altered(backup, lambda told: told["rows"].update(discussion_vote=7))
    assert other.run("restore", "--replace", file) == 1
    assert "discussion_vote has 0 rows, and the backup says 7" in other.said
    file = altered(backup, lambda told: told.update(comments="0" * 64))
    assert other.run("restore", "--replace", file) == 1
    assert "The comments are not those" in other.said
    assert other.comments == was
    assert other.run("restore", "--replace", backup) == 0, other.said
    assert other.comments == was


def test_a_database_that_is_not_empty_is_replaced_only_if_asked_to(other, backup, here):
    assert other.run("restore", backup) == 0, other.said
    say(voice(), under=Comment.objects.first())
    (here.data / "media" / "2026" / "bridge.jpg").rename(here.data / "media" / "river.jpg")
    later = backup.with_name("later.backup")
    assert here.run("backup", later) == 0, here.said
    assert other.run("restore", later) == 1
    assert "The database is not empty" in other.said
    assert len(other.comments) == 2
    assert other.run("restore", "--replace", later) == 0, other.said
    assert other.comments == here.comments
    assert len(other.comments) == 3
    assert [path.name for path in (other.data / "media").rglob("*.jpg")] == ["river.jpg"]


def test_an_older_backup_is_brought_up_to_this_version(other, tmp_path):
    other.data.mkdir()
    assert other.run("migrate", "discussion", "0021") == 0, other.said
    file = tmp_path / "older.backup"
    assert other.run("backup", file) == 0, other.said
    assert manifest_of(file)["migrations"]["discussion"].startswith("0021")
    newest = empty_site(tmp_path, "newest")
    assert newest.run("restore", file) == 0, newest.said
    assert "brought up to this version" in newest.said
    assert newest.run("migrate", "--check") == 0, newest.said


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a file is replaced under who has it open")
def test_a_file_that_a_server_has_open_is_not_replaced(here, backup):
    Comment.objects.count()  # this process has it open
    assert here.run("restore", "--replace", backup) == 1
    assert "stop the server and the worker first" in here.said
    assert Comment.objects.count() == 2


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a database that is a file of its own")
def test_a_damaged_database_is_not_taken_for_a_backup_and_can_be_replaced(other, backup):
    assert other.run("restore", backup) == 0, other.said
    was = other.comments
    database = other.data / "broadsheet.sqlite3"
    whole = database.read_bytes()
    for damaged in (b"no database " * 1000, whole[:8192] + os.urandom(len(whole) - 8192)):
        database.write_bytes(damaged)
        file = backup.with_name("of-damaged.backup")
        assert other.run("backup", file) == 1
        assert "Traceback" not in other.said
        assert other.said.startswith("CommandError: ")
        assert not file.exists()
        assert other.run("restore", "--replace", backup) == 0, other.said
        assert other.comments == was
