from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kit.redirects import is_own
from people import names
from people.models import User

LONGEST_EMAIL = 254


class AccountAdapter(DefaultAccountAdapter):
    """Where the site's own rules meet allauth's flows."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "cannot_remove_primary_email": _("Make another address the main one first."),
        "duplicate_email": _("Your account has this address already."),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or it has been used."),
        "incorrect_password": _("This is not your password."),
        "max_email_addresses": _("An account has at most %d addresses."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again."),
        "unverified_primary_email": _("Confirm this address first."),
        "username_password_mismatch": _("This handle and this password do not belong together."),
        "username_taken": _("This handle is taken."),
        "rate_limited": _("That was a little fast. Wait a few minutes, then try again."),
    }
    ways_to_prove_it = {  # noqa: RUF012
        "reauthenticate": _("Use your password"),
        "mfa_reauthenticate": _("Use a code"),
        "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """A handle that somebody chooses at sign-up."""
        handle: str = super().clean_username(names.normal_handle(username), shallow)
        names.check_not_reserved(handle)
        names.check_not_of_staff(handle, by=None)
        return handle

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        # allauth lets the last one go where a handle is enough to log in; then no new password could be sent.
        return not email_address.primary

    def set_password(self, user: User, password: str) -> None:
        # Only that field: a whole row, read before, would undo a suspension that came in between.
        user.set_password(password)
        user.save(update_fields=["password"])

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step of every way in, after any second factor."""
        if user.suspended:
            clear_authentication_records(request)
            page = render(request, "account/suspended.html", {"suspended": user}, status=403)
            raise ImmediateHttpResponse(page)
        super().login(request, user)

    def send_account_already_exists_mail(self, email: str) -> None:
        make_password(email)  # takes as long as a new account's password would, or the time would tell
        super().send_account_already_exists_mail(email)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": self.ways_to_prove_it[method["id"]]} for method in methods]

    def is_safe_url(self, url: str | None) -> bool:
        # allauth's own also lets addresses with a host pass, and stumbles over broken ones.
        return bool(url) and is_own(str(url))

    def clean_email(self, email: str) -> str:
        if len(email) > LONGEST_EMAIL:  # allauth would cut it off and write to somebody else
            raise ValidationError(_("This address is too long to be one."))
        return str(super().clean_email(email))

    def render_mail(self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None) -> Any:
        # Links begin with the configured origin, never with the request's Host header: a mail must
        # not lead to where whoever triggered it liked.
        return super().render_mail(template_prefix, email, {k: _ours(v) for k, v in context.items()}, headers)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Turn off your second step before you add an address, then set it up again."),
        "cannot_generate_recovery_codes": _("There are recovery codes only beside an app or a passkey."),
        "incorrect_code": _("This code is not right, or it has been used."),
        "unverified_email": _("Confirm all your e-mail addresses first, or remove those you cannot confirm."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)  # in apps and on keys; allauth would take the request's Host header


def _ours(value: object) -> object:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    return settings.ORIGIN + urlsplit(value)._replace(scheme="", netloc="").geturl()
