"""Files of all kinds of badness: each is refused with the number of the line, and nothing is written."""

import json

import pytest
from django.core.management import CommandError, call_command

from discussion.models import Comment, Thread, Voice
from tests.discussion.standard import entry
from tests.factories import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Gives the command a file of these lines, texts or bytes."""
    article("bridge")

    def load(*lines):
        file = tmp_path / "thread.jsonl"
        file.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))
        call_command("load_thread", "bridge", str(file))

    return load


def line(number=3, parent=None, **fields):
    return json.dumps(entry(number, parent, **fields))


def without(name):
    fields = entry(3)
    del fields[name]
    return json.dumps(fields)


GOOD = [line(1), line(2, 1)]
BAD = {
    "broken": '{"id": 3,',
    "cut off": line()[:-5],
    "two objects": line() + line(4),
    "a list": "[1, 2]",
    "a number": "3",
    "a text": '"text"',
    "null": "null",
    "not a number": '{"id": NaN}',
    "nested without end": "[" * 100_000,
    "nested objects": '{"a":' * 100_000,
    "digits without end": '{"id": ' + "1" * 5000 + "}",
    "no id": without("id"),
    "no author": without("author"),
    "no time": without("created"),
    "no text": without("text"),
    "id a fraction": line(id=1.5),
    "id a truth": line(id=True),
    "id a list": line(id=[1]),
    "id null": line(id=None),
    "id twice": line(2),
    "parent a truth": line(parent=True),
    "parent an object": line(parent={}),
    "parent a fraction": line(parent=1.0),
    "parent unknown": line(parent=77),
    "parent itself": line(parent=3),
    "parent of another type": line(parent="1"),
    "author a number": line(author=3),
    "author null": line(author=None),
    "author empty": line(author=""),
    "author blank": line(author=" \t "),
    "author over-long": line(author="a" * 61),
    "author with NUL": line(author="a\x00b"),
    "author half a character": line(author="a\ud800"),
    "text a number": line(text=3),
    "text null": line(text=None),
    "text empty": line(text=""),
    "text blank": line(text=" \n "),
    "text over-long": line(text="a" * 10_001),
    "text with NUL": line(text="a\x00b"),
    "text half a character": line(text="a\udfff"),
    "email no address": line(email="nobody"),
    "email a number": line(email=3),
    "email a truth": line(email=False),
    "email a list": line(email=[]),
    "email with NUL": line(email="a\x00@example.org"),
    "email over-long": line(email="a" * 250 + "@example.org"),
    "time a number": line(created=1767596400),
    "time null": line(created=None),
    "time empty": line(created=""),
    "time a word": line(created="yesterday"),
    "time naive": line(created="2026-01-05T07:00:00"),
    "time a date": line(created="2026-01-05"),
    "time out of the calendar": line(created="2026-02-30T07:00:00+00:00"),
    "time before all time": line(created="0001-01-01T00:00:00+14:00"),
    "time after all time": line(created="9999-12-31T23:59:59-14:00"),
    "votes negative": line(up=-1),
    "votes a truth": line(up=True),
    "votes a text": line(down="1"),
    "votes a fraction": line(down=1.5),
    "votes null": line(up=None),
    "votes without end": line(up=10**10),
    "votes not a number": line(up=float("nan")),
    "state unknown": line(state="gone"),
    "state a number": line(state=3),
    "state null": line(state=None),
    "state a list": line(state=[]),
}


def assert_nothing_was_written():
    assert not Comment.objects.exists()
    assert not Voice.objects.exists()
    assert not Thread.objects.filter(version__gt=0).exists()


def test_it_works(load):
    load(*GOOD)
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_named_and_nothing_is_written(load, bad):
    with pytest.raises(CommandError, match=r"line 3\b"):
        load(*GOOD, bad, line(4))
    assert_nothing_was_written()


def test_a_parent_after_its_reply_is_a_bad_line(load):
    with pytest.raises(CommandError, match=r"line 1\b.*2"):
        load(line(1, 2), line(2))
    assert_nothing_was_written()


def test_empty_lines_are_passed_over_and_counted(load):
    with pytest.raises(CommandError, match=r"line 5\b"):
        load("", GOOD[0], " ", GOOD[1], "nonsense")
    load("", GOOD[0], "  ", GOOD[1], "")
    assert Comment.objects.count() == 2


def test_what_is_not_utf8_is_named_and_nothing_is_written(load):
    with pytest.raises(CommandError, match=r"line 3\b"):
        load(*GOOD, line().replace("Comment", "Caf\u00e9").encode("latin-1"), line(4))
    assert_nothing_was_written()


def test_what_is_not_utf8_is_refused(load):
    with pytest.raises(CommandError, match=r"(?i)utf-8"):
        load(*GOOD, b"\xff\xfe")
    assert_nothing_was_written()


def test_lines_may_end_as_windows_ends_them(load):
    load(*(good + "\r" for good in GOOD))
    assert Comment.objects.count() == 2


def test_an_empty_file_loads_nothing(load):
    load()
    assert_nothing_was_written()


def test_only_text_and_author_and_time_and_id_are_needed(load):
    load('{"id": "a", "author": "Ada", "created": "2026-01-05T07:00:00Z", "text": "Short."}')
    comment = Comment.objects.get()
    assert (comment.voice.email, comment.up, comment.down, comment.parent) == ("", 0, 0, None)


def test_as_long_as_may_be(load):
    load(line(author="a" * 60, text="é" * 10_000, up=1_000_000_000, down=1_000_000_000))
    assert Comment.objects.get().score == 0


def test_an_unknown_article_is_named():
    with pytest.raises(CommandError, match="'nowhere'"):
        call_command("load_thread", "nowhere", "-")


def test_a_file_that_is_not_there_is_named(load, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.jsonl"):
        call_command("load_thread", "bridge", str(tmp_path / "nowhere.jsonl"))
