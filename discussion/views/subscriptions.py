"""All that one is told of, on one page: how soon, and its end."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussion.forms import PaceForm
from discussion.models import Subscription
from discussion.subscribing import set_pace, subscribe, unsubscribe
from discussion.views.access import address_of, reader_of
from kit.redirects import SeeOther
from people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    mine = Subscription.objects.filter(voice__user=user)
    if request.method == "POST" and request.POST.get("do") == "begin":
        return _begin(request)
    if request.method == "POST":
        return _change(request, mine.filter(pk=number_in(request.POST.get("subscription", ""))).first())
    rows = mine.select_related("thread__article", "comment__voice").order_by("-pk")
    context = {
        "rows": [row_of(subscription) for subscription in rows],
        "mentions": any(subscription.kind == Subscription.Kind.MENTION for subscription in rows),
        "handle": user.handle,
        "paces": Subscription.Pace.choices,
    }
    return render(request, "discussion/subscriptions.html", context)


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def row_of(subscription: Subscription) -> dict[str, object]:
    """What nobody may read any more is not named here either."""
    comment = subscription.comment
    name = comment.voice.name if comment and comment.counts_as_out_for(subscription.voice_id) else ""
    return {"subscription": subscription, "name": name}


def _begin(request: HttpRequest) -> HttpResponse:
    """Being mailed of mentions: the one thing that is asked for here and not at a discussion."""
    subscribe(by=reader_of(request).voice, thread=None, kind=Subscription.Kind.MENTION, address=address_of(request))
    return SeeOther(request.path)


def _change(request: HttpRequest, subscription: Subscription | None) -> HttpResponse:
    """One that has ended meanwhile is none to change."""
    form, done = PaceForm(request.POST), request.POST.get("do", "")
    if done not in ("change", "end") or not form.is_valid():
        return render(request, "400.html", {"reason": _("This cannot be asked for.")}, status=400)
    if subscription and done == "end":
        unsubscribe(by=reader_of(request).voice, subscription=subscription)
    elif subscription:
        set_pace(by=reader_of(request).voice, subscription=subscription, pace=form.pace_or(subscription))
    return SeeOther(request.path)
