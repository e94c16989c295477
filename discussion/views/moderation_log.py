"""The log of what moderators did, for everybody and, with names and words, for moderators; and undoing from there."""

from functools import wraps
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from discussion import moderating
from discussion.conversation.log import Log
from discussion.models import Event
from discussion.moderating import Undone
from discussion.permissions import NotAllowed
from discussion.views.access import View, by_script, guarded, log_in_first, reader_of
from kit.redirects import SeeOther, own_page
from people.models import User


def moderators_only(view: View) -> View:
    """Who is not logged in is led there; others who are no moderators get a 403 that says so."""

    @wraps(view)
    def choose(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        if not reader_of(request).moderates:
            raise NotAllowed(_("This page is for moderators."))
        return view(request, *args, **kwargs)

    return choose


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    context = {"log": Log.for_everybody(request.GET), "moderates": reader_of(request).moderates}
    return render(request, "moderation/log.html", context)


@require_safe
@moderators_only
def full_log(request: HttpRequest) -> HttpResponse:
    shown = Log.for_moderators(request.GET, cast(User, request.user))
    return render(request, "moderation/log_all.html", {"log": shown, "page": request.get_full_path()})


def log_in_to_undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    return log_in_first(request, reverse("discussion:full_log"))


@require_POST
@guarded(anonymous=log_in_to_undo)
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Of all that was done together. A script is answered with the words alone."""
    if not reader_of(request).moderates:
        raise NotAllowed(_("Moderators alone undo what moderators did."))
    if not Event.objects.filter(batch=batch).exists():
        raise Http404
    undone = moderating.undo(batch, by=cast(User, request.user))
    words, status = _words(undone), 200 if undone.done else 409
    if by_script(request):
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if not undone.done:
        return render(request, "moderation/not_undone.html", {"reasons": _reasons(undone)}, status=status)
    messages.success(request, words)
    return SeeOther(own_page(request.POST.get("next", ""), otherwise=reverse("discussion:full_log")))


def _words(undone: Undone) -> str:
    done = len(undone.done)
    words = ngettext("%(count)d act undone.", "%(count)d acts undone.", done) % {"count": done} if done else ""
    left = len(undone.passed_over)
    if left:
        passed_over = ngettext("%(count)d was left as it is:", "%(count)d were left as they are:", left)
        words = " ".join([words, passed_over % {"count": left}, *_reasons(undone)]).strip()
    return words


def _reasons(undone: Undone) -> list[str]:
    return list(dict.fromkeys(undone.passed_over.values()))
