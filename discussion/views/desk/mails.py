"""Asking for mails about what waits, and for no more of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from discussion.models import Subscription
from discussion.subscribing import subscribe, unsubscribe
from discussion.views.access import reader_of
from discussion.views.desk.door import for_moderators
from kit.redirects import SeeOther


@for_moderators("POST")
def mails(request: HttpRequest) -> HttpResponse:
    pace, voice = request.POST.get("pace", ""), reader_of(request).voice
    standing = Subscription.objects.filter(voice=voice, kind=Subscription.Kind.REVIEW).first()
    if pace in Subscription.Pace.values:
        subscribe(by=voice, thread=None, kind=Subscription.Kind.REVIEW, pace=Subscription.Pace(pace))
        messages.success(request, _("You will be mailed of what waits."))
    elif pace:
        return render(request, "400.html", {"reason": _("This cannot be asked for.")}, status=400)
    elif standing:
        unsubscribe(by=voice, subscription=standing)
        messages.success(request, _("You get no more mails of what waits."))
    return SeeOther(reverse("discussion:moderation"))
