"""Deciding about one comment at the desk, and having it before oneself meanwhile."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from discussion import moderating
from discussion.conversation.card import find_for_card
from discussion.forms.moderating import DecisionForm
from discussion.models import Comment
from discussion.moderating import ACTS, moderate
from discussion.moderating.claiming import claim, release
from discussion.permissions import NotAllowed
from discussion.views.access import by_script
from discussion.views.desk.desk import show
from discussion.views.desk.door import Desk, for_moderators
from kit.redirects import SeeOther, own_page
from people.models import User

PICKING = {"pick": moderating.pick, "unpick": moderating.unpick}


@for_moderators("POST")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Then the next of the queue; where there is none, the page that it came from or the comment's own."""
    comment = _find(pk)
    if request.POST.get("act") in PICKING:
        PICKING[request.POST["act"]](comment=comment, by=cast(User, request.user))
        return SeeOther(_same(request, pk))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, pk, error=form.complaint, status=422)
    place = Desk(request)
    stood = place.waiting.place(pk) if place.named else None  # before it is decided, as that moves it
    said = form.cleaned_data
    try:
        outcome = moderate([pk], ACTS[said["act"]], by=place.user, reason=said["reason"], rule=said["rule"])
    except NotAllowed as refusal:
        return show(request, pk, error=str(refusal), status=422)
    if outcome.passed_over:
        return show(request, pk, error=_("Nothing was done. %(why)s") % {"why": outcome.passed_over[pk]}, status=409)
    if not place.named:
        return SeeOther(_back(request, comment))
    following = place.waiting.next(stood or place.after, by=place.user)
    if following is None:
        messages.success(request, _("That was the last one here."))
        return SeeOther(place.list_url())
    return SeeOther(place.card_url(following))


@for_moderators("POST")
def claims(request: HttpRequest, pk: int) -> HttpResponse:
    """1 takes it, 0 lets it go. A script hears whether it is his: 204, or 409 where another was first."""
    comment, user = _find(pk), cast(User, request.user)
    if request.POST.get("value") == "0":
        release(comment.pk, by=user)
        return HttpResponse(status=204) if by_script(request) else SeeOther(_same(request, pk))
    mine = claim(comment.pk, by=user)
    if by_script(request):
        return HttpResponse(status=204 if mine else 409)
    return SeeOther(_same(request, pk))


def _find(pk: int) -> Comment:
    comment = find_for_card(pk)
    if comment is None:
        raise Http404
    return comment


def _same(request: HttpRequest, pk: int) -> str:
    place = Desk(request)
    if place.named:
        return place.card_url(pk)
    place_of_it = place.card_url(pk).partition("?")[0]
    return place_of_it


def _back(request: HttpRequest, comment: Comment) -> str:
    """To the comment where he came from, or to its card: what is hidden he still reads there."""
    page = own_page(request.POST.get("next", ""), otherwise="")
    return f"{page}#comment-{comment.pk}" if page else _same(request, comment.pk)
