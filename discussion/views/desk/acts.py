"""What one did at the desk, and taking it back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.models import Event
from discussion.moderating import Undone, undo
from discussion.moderating.done import ON_A_PAGE, acts_of
from discussion.moderating.undoing import UNDO_DAYS
from discussion.permissions import NotAllowed
from discussion.views.desk.door import Desk, for_moderators
from discussion.views.subscriptions import number_in
from kit.redirects import SeeOther, own_page
from people.models import User


@for_moderators("GET", "HEAD")
def acts(request: HttpRequest) -> HttpResponse:
    before = number_in(request.GET.get("before", "")) or None
    found = acts_of(cast(User, request.user), before=before)
    shown = found[:ON_A_PAGE]
    more = shown[-1].event.pk if len(found) > ON_A_PAGE else None
    return render(request, "moderation/acts.html", {"acts": shown, "more": more, "days": UNDO_DAYS})


@for_moderators("POST")
def reversal(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Then the comment that is as it was; of many, the page that the button was on."""
    touched = list(Event.objects.filter(batch=batch, comment__isnull=False).values_list("comment", flat=True)[:2])
    try:
        undone = undo(batch, by=cast(User, request.user))
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        _tell(request, undone)
    otherwise = reverse("discussion:moderation_acts")
    if "next" in request.POST:
        return SeeOther(own_page(request.POST["next"], otherwise=otherwise))
    place = Desk(request)
    if not place.named:
        return SeeOther(otherwise)
    return SeeOther(place.card_url(touched[0]) if len(touched) == 1 else place.list_url(place.after))


def _tell(request: HttpRequest, undone: Undone) -> None:
    count = len(undone.done)
    if count:
        words = ngettext("Undone: %(count)d act.", "Undone: %(count)d acts.", count)
        messages.success(request, words % {"count": count})
    for why in sorted(set(undone.passed_over.values())):
        messages.warning(request, _("Some of it stays. %(why)s") % {"why": why})
