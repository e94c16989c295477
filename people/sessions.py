"""Sessions as Django keeps them in the database; what is asked for with every request is worded once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from kit.prepared import Prepared


def _question(*, key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


_data = Prepared(_question)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """One query."""
        rows = _data(key=self.session_key or "", now=timezone.now())
        if not rows:
            self._session_key = None
            return {}
        known: dict[str, Any] = self.decode(rows[0][0])
        return known
