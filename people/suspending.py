"""Keeping a user out for a while. His sessions end at once, wherever they are; when the time is over he can log in
without anybody doing anything.
"""

from datetime import datetime

from django.db import transaction

from people.models import User

FIELDS = ["suspended_until", "suspension_reason"]


@transaction.atomic
def suspend(user: User, *, until: datetime, reason: str) -> None:
    """The reason is shown to him. A second suspension takes the place of the first."""
    user.suspended_until, user.suspension_reason = until, reason
    user.end_sessions()
    user.save(update_fields=[*FIELDS, "session_salt"])


@transaction.atomic
def lift_suspension(user: User) -> None:
    user.suspended_until, user.suspension_reason = None, ""
    user.save(update_fields=FIELDS)
