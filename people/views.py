"""The pages of the account area that allauth does not have."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.redirects import SeeOther
from people.closing import CannotClose, close_account
from people.describing import describe_oneself
from people.forms import ClosingForm, DescriptionForm
from people.models import User


@login_required
def name(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    form = DescriptionForm(request.POST or None, initial={"display_name": user.display_name, "about": user.about})
    form.user = user
    if not form.is_valid():
        return render(request, "account/name.html", {"form": form}, status=422 if form.is_bound else 200)
    describe_oneself(user=user, **form.cleaned_data)
    messages.success(request, _("Your profile is saved."))
    return SeeOther(reverse("account_name"))


@require_POST
@login_required
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one of the user's other sessions; his present one ends by logging out."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user)
    if found.session_key != request.session.session_key:
        found.end()
        messages.success(request, _("That session is ended."))
    return SeeOther(reverse("usersessions_list"))


@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def close(request: HttpRequest) -> HttpResponse:
    form = ClosingForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/close.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        close_account(_user(request), comments_go=form.cleaned_data["comments"])
    except CannotClose as refusal:
        return render(request, "account/close.html", {"form": form, "refusal": refusal}, status=403)
    logout(request, show_message=False)
    return SeeOther(reverse("account_closed"))


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/closed.html")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)  # behind login_required
