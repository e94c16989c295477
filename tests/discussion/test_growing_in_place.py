"""On PostgreSQL a reply changes rows of its tree where they lie: a tree of 5,000 takes 40 ms, and 400 where the entries
of each in twenty indexes are written anew.
"""

import re

import pytest
from django.db import connection

from discussion.models import Comment

OF_TREES = re.compile(r"\b(lft|rght|descendant_count)\b")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes entries of what changes alone"),
]


def told(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql, [Comment._meta.db_table])
        return [row[0] for row in cursor.fetchall()]


def test_what_a_reply_changes_in_its_tree_stands_in_no_index():
    indexes = told("SELECT indexdef FROM pg_indexes WHERE tablename = %s")
    assert len(indexes) > 15
    assert not [index for index in indexes if OF_TREES.search(index)]


def test_pages_of_comments_have_room():
    assert told("SELECT unnest(reloptions) FROM pg_class WHERE relname = %s") == ["fillfactor=80"]
