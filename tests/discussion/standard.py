"""The discussion that everything is measured on, and others of any shape, through the loader."""

import json

from bench.make_thread import thread as standard_discussion
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from discussion.models import Thread
from tests.factories import thread


def entry(number, parent=None, **fields):
    return {
        "id": number,
        "parent": parent,
        "author": f"Reader {number % 7}",
        "email": f"reader{number % 7}@example.org",
        "created": f"2026-01-{1 + number // 1440 % 28:02}T{number // 60 % 24:02}:{number % 60:02}:00+00:00",
        "text": f"Comment {number}.",
        "up": 0,
        "down": 0,
        **fields,
    }


def standard(comments, *, roots_share=0.35, seed=2016):
    return list(standard_discussion(comments, roots_share, seed))


def file_of(entries):
    return [json.dumps(entry) + "\n" for entry in entries]


def loaded(entries, under=None) -> Thread:
    under = under or thread()
    load(under, read(file_of(entries)))
    under.refresh_from_db()
    return under
