"""Guests, and whether what they left behind still adds up."""

import base64
import pickle

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from discussion.models import Comment, Voice
from discussion.models.tree import faults
from discussion.recounting import recount


def guest(email, name="Guest", *, proved=True):
    return Voice.objects.create(name=name, email=email, proved_at=timezone.now() if proved else None)


def is_sound(under):
    return recount(under) == [] and not list(faults(Comment.objects.of_thread(under).nodes()))


def everything():
    """All columns of all tables as one text, and what is packed in those of sessions and of the cache."""
    with connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our own tables
            told += [f"{table}: {row}" for row in cursor.fetchall()]
        cursor.execute("SELECT value FROM broadsheet_cache")
        told += [f"cache: {pickle.loads(base64.b64decode(value))}" for (value,) in cursor.fetchall()]  # noqa: S301
    told += [f"session: {session.get_decoded()}" for session in Session.objects.all()]
    assert len(told) > len(apps.get_models())
    return "\n".join(told)
