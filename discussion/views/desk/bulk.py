"""Many comments at once: chosen in the list, or all that a search finds. A page asks what to do, a post does it."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.forms.moderating import BulkForm, ids_in
from discussion.models import Comment, Rule
from discussion.moderating import ACTS, Outcome, moderate, moderate_and_ban
from discussion.moderating.acts import MOST_AT_ONCE
from discussion.permissions import NotAllowed
from discussion.views.desk.door import Desk, for_moderators, may_suspend
from kit.redirects import SeeOther
from people.models import User

SHOWN = 20


@for_moderators("GET", "HEAD", "POST")
def decisions(request: HttpRequest) -> HttpResponse:
    return _do(request) if request.method == "POST" else _ask(request)


def _ask(request: HttpRequest) -> HttpResponse:
    place, found = Desk(request), 0
    if "all" in request.GET:
        ids, found = place.waiting.some(MOST_AT_ONCE), place.waiting.count(MOST_AT_ONCE)
    else:
        try:
            ids = ids_in(request.GET.getlist("comment"))
        except ValidationError:
            ids = []
    if not ids:
        messages.warning(request, _("Choose some comments first."))
        return SeeOther(place.list_url(place.after))
    return _page(request, place, BulkForm(initial={"comments": ",".join(map(str, ids))}), ids, found=found)


def _do(request: HttpRequest) -> HttpResponse:
    place, form = Desk(request), BulkForm(request.POST)
    if not form.is_valid():
        ids = form.cleaned_data.get("comments", [])
        if not ids:
            messages.warning(request, _("Choose some comments first."))
            return SeeOther(place.list_url(place.after))
        return _page(request, place, form, ids, error=form.complaint, status=422)
    said = form.cleaned_data
    by = cast(User, request.user)
    if said["ban"] and not may_suspend(request):
        raise PermissionDenied
    try:
        verb = moderate_and_ban if said["ban"] else moderate
        outcome = verb(said["comments"], ACTS[said["act"]], by=by, reason=said["reason"], rule=said["rule"])
    except NotAllowed as refusal:
        return _page(request, place, form, said["comments"], error=str(refusal), status=422)
    _tell(request, outcome)
    return SeeOther(place.list_url())


def _page(
    request: HttpRequest,
    place: Desk,
    form: BulkForm,
    ids: list[int],
    *,
    found: int = 0,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": place,
        "form": form,
        "ids": ",".join(map(str, ids)),
        "comments": Comment.objects.for_moderators().filter(pk__in=ids[:SHOWN]).with_voices().order_by("-pk"),
        "count": len(ids),
        "more": max(0, len(ids) - SHOWN),
        "left": found > len(ids),
        "acts": ACTS.values(),
        "rules": [(key, str(rule), str(rule.label), False) for key, rule in enumerate(Rule, start=1)],
        "error": error,
        "may_ban": may_suspend(request),
    }
    return render(request, "moderation/bulk.html", context, status=status)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """What was passed over, and why; what was done stands at the desk itself, with the way back."""
    reasons: dict[str, int] = {}
    for why in outcome.passed_over.values():
        reasons[why] = reasons.get(why, 0) + 1
    for why, count in list(reasons.items())[:SHOWN]:
        words = ngettext(
            "%(count)d comment was passed over. %(why)s", "%(count)d comments were passed over. %(why)s", count
        )
        messages.warning(request, words % {"count": count, "why": why})
