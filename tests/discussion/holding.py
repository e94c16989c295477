"""Somebody else who writes, and takes his time: a connection of its own that holds what others wait for."""

from contextlib import contextmanager
from threading import Timer

from django.db import connection

WAITS = 100  # milliseconds, until who waits for a lock is told that he cannot have it
WRITTEN = (
    "discussion_thread, discussion_comment, discussion_vote, discussion_event, discussion_voice, "
    "discussion_footprint, django_session"
)


@contextmanager
def held(seconds=0.0, thread=None):
    """All that comments are written in, or on PostgreSQL what is written in one thread alone, until the block ends, or
    for so many seconds. Reading goes on.
    """
    other = connection.copy("other")
    try:
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                if thread:
                    cursor.execute("SELECT 1 FROM discussion_thread WHERE id = %s FOR NO KEY UPDATE", [thread.pk])
                else:
                    cursor.execute(f"LOCK TABLE {WRITTEN} IN EXCLUSIVE MODE")
            letting_go = Timer(seconds, cursor.execute, ["ROLLBACK"]) if seconds else None
            if letting_go:
                other.inc_thread_sharing()
                letting_go.start()
            yield
            if letting_go:
                letting_go.join()
            else:
                cursor.execute("ROLLBACK")
    finally:
        other.close()
        if connection.vendor == "postgresql":
            other.close_pool()


@contextmanager
def impatient():
    """This connection waits WAITS for a lock, not twenty seconds or for ever."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {WAITS}")
        else:
            cursor.execute(f"SET lock_timeout = {WAITS}")
    try:
        yield
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
        connection.close()
