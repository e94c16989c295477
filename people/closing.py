"""Closing an account. Its row stays, emptied, because comments and articles keep their author; nothing of the person
is left in it, and to log in with it looks like an account that never was.
"""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils.translation import gettext as _

from people.models import User
from people.names import FORMER_HANDLE, FORMER_READER

# What else must happen when an account is closed: called with the user, still as he was, and with whether his
# comments go too; inside the transaction. Who has something to do adds a callable.
CLOSING: list[Callable[[User, bool], None]] = []


class CannotClose(Exception):
    """The message is a sentence for the user."""


@transaction.atomic
def close_account(user: User, *, comments_go: bool) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    _refuse_staff(user)
    for follow in CLOSING:
        follow(user, comments_go)
    _end_ways_in(user)
    _empty(user)


def blur_log(row: models.Model) -> None:
    """The admin's log keeps who changed `row`, and when, without what it was called."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    entries.update(object_repr="", change_message="")


def _refuse_staff(user: User) -> None:
    if user.is_staff or user.is_superuser:
        raise CannotClose(
            _("You work here, and articles stand under your name. An administrator must take your rights first.")
        )


def _end_ways_in(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    _end_unfinished(user)
    for address in EmailAddress.objects.filter(user=user):
        blur_log(address)
        address.delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    user.end_sessions()
    user.is_active = False


def _end_unfinished(user: User) -> None:
    """Sessions in which he was about to log in or to confirm an address: they name one, and no account as theirs."""
    known = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for session in Session.objects.iterator():
        if any(address in str(session.get_decoded()) for address in known if address):
            session.delete()


def _empty(user: User) -> None:
    blur_log(user)
    user.handle = f"{FORMER_HANDLE}{user.pk}"
    user.email = f"{user.handle}@closed.invalid"
    user.display_name, user.about = str(FORMER_READER), ""
    user.suspended_until, user.suspension_reason, user.last_login = None, "", None
    user.save()
