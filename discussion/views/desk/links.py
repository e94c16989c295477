"""Deciding from a mail, without a log-in: a page that asks, and a post that does it once."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from discussion.conversation.card import Card, find_for_card
from discussion.forms.moderating import DecisionForm
from discussion.moderating import ACTS
from discussion.moderating.links import Errand, Used, decide_by_link, errand_of
from discussion.permissions import NotAllowed

OFFERED = ("approve", "keep", "refuse")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        errand = errand_of(token)
        if errand is None:
            return _refuse(request, _("It was for a moderator, and for a comment that he may judge."), 403)
        return _decide(request, token, errand) if request.method == "POST" else _page(request, errand)
    except signing.SignatureExpired:
        return _refuse(request, _("It is more than three days old."), 410)
    except signing.BadSignature:
        return _refuse(request, _("It is not complete. Copy the whole address from the mail."), 404)
    except Used:
        return _refuse(request, _("Somebody has decided about this comment, or it was changed since."), 409)


def _decide(request: HttpRequest, token: str, errand: Errand) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid() or form.cleaned_data["act"] not in OFFERED:
        return _page(request, errand, error=form.complaint or _("Choose what to do."), status=422)
    said = form.cleaned_data
    act = ACTS[said["act"]]
    try:
        outcome = decide_by_link(token, act, reason=said["reason"], rule=said["rule"])
    except NotAllowed as refusal:
        return _page(request, errand, error=str(refusal), status=422)
    if outcome is None or outcome.passed_over:
        why = outcome.passed_over[errand.comment.pk] if outcome else ""
        return _page(request, errand, error=_("Nothing was done. %(why)s") % {"why": why}, status=409)
    return render(request, "moderation/link.html", {"done": act.kind.label})


def _page(request: HttpRequest, errand: Errand, *, error: str = "", status: int = 200) -> HttpResponse:
    comment = find_for_card(errand.comment.pk)
    card = Card.of(comment, errand.user) if comment else None
    acts = [act for act in card.acts if act.name in OFFERED] if card else []
    context = {"card": card, "acts": acts, "error": error, "moderator": errand.user}
    return render(request, "moderation/link.html", context, status=status)


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "moderation/link.html", {"refused": reason}, status=status)
