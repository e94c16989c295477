"""Who may enter the admin. Its door is the site's own log-in: Django's form, which knows passwords only, is never
shown.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.redirects import own_page

TOTP, WEBAUTHN = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


class StaffAdminSite(admin.AdminSite):
    site_title = site_header = gettext_lazy("Newsroom")
    index_title = gettext_lazy("Newsroom")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and (not settings.STAFF_MFA or has_strong_session(request))

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        then = own_page(request.GET.get("next", ""), otherwise=reverse("admin:index"))
        if not request.user.is_authenticated:
            return redirect_to_login(then, resolve_url("account_login"))
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        if self.has_permission(request):
            return HttpResponseRedirect(then)
        return redirect_to_login(then, _way_to_a_strong_session(request))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return redirect("account_change_password")


def has_strong_session(request: HttpRequest) -> bool:
    """He has a second factor, and it was used in this session. A passkey counts: it is both at once."""
    # With no user given allauth finds no records at all.
    records = get_authentication_records(request, request.user)
    return is_mfa_enabled(request.user, [TOTP, WEBAUTHN]) and any(one.get("method") == "mfa" for one in records)


def _way_to_a_strong_session(request: HttpRequest) -> str:
    if is_mfa_enabled(request.user, [TOTP]):
        return reverse("mfa_reauthenticate")
    if is_mfa_enabled(request.user, [WEBAUTHN]):
        return reverse("mfa_reauthenticate_webauthn")
    messages.info(request, _("The newsroom asks for a second step at log-in. Set one up here, then go back to it."))
    return reverse("mfa_activate_totp")
