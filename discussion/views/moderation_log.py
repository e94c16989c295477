"""The log of what moderators did, for everybody and, with names and words, for moderators."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussion.conversation.log import Log
from discussion.views.access import reader_of
from discussion.views.desk.door import for_moderators
from people.models import User


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    context = {"log": Log.for_everybody(request.GET), "moderates": reader_of(request).moderates}
    return render(request, "moderation/log.html", context)


@for_moderators("GET", "HEAD")
def full_log(request: HttpRequest) -> HttpResponse:
    shown = Log.for_moderators(request.GET, cast(User, request.user))
    return render(request, "moderation/log_all.html", {"log": shown, "page": request.get_full_path()})
