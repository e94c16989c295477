"""Whom and what the site keeps out: addresses by pattern, and the people who are restricted now."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.forms.people import PatternForm
from discussion.models import Restriction
from discussion.moderating import lift_restriction, restrict
from discussion.permissions import NotAllowed
from discussion.views.access import address_of
from discussion.views.desk.door import for_moderators, may_suspend
from discussion.views.subscriptions import number_in
from kit.redirects import SeeOther
from people.models import User

ON_A_PAGE = 50


@for_moderators("GET", "HEAD", "POST")
def restrictions(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PatternForm(initial={"pattern": request.GET.get("pattern", "")[:254]}))
    if not may_suspend(request):
        raise PermissionDenied
    if request.POST.get("do") == "lift":
        return _lift(request)
    form = PatternForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    told = form.cleaned_data
    try:
        restrict(
            kind=Restriction.Kind(told["kind"]),
            pattern=told["pattern"],
            by=cast(User, request.user),
            reason=told["reason"],
            until=form.until,
            address=address_of(request),
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=403)
    return _done(request)


def _lift(request: HttpRequest) -> HttpResponse:
    number = number_in(request.POST.get("restriction", ""))
    found = get_object_or_404(Restriction.objects.select_related("voice"), pk=number)
    lift_restriction(restriction=found, by=cast(User, request.user))
    return _done(request)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Done."))
    return SeeOther(request.path)


def _page(request: HttpRequest, form: PatternForm, status: int = 200) -> HttpResponse:
    standing = Restriction.objects.standing().select_related("voice__user", "by").order_by("-pk")
    people = Paginator(standing.filter(voice__isnull=False), ON_A_PAGE).get_page(request.GET.get("page"))
    suspended = User.objects.filter(suspended_until__gt=timezone.now(), voice__isnull=False).select_related("voice")
    context = {
        "form": form,
        "patterns": standing.filter(voice=None),
        "page": people,
        "suspended": suspended.order_by("suspended_until")[:ON_A_PAGE],
        "may_suspend": may_suspend(request),
    }
    return render(request, "moderation/restrictions.html", context, status=status)
