import sys

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from discussion.permissions import NotAllowed
from discussion.views.busy import try_later
from kit.contention import contended


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own sentences are printed: a SuspiciousOperation speaks of the server's inside.
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, NotAllowed) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Also what a middleware could not write, as a session: that the database is contended is no failure of ours."""
    if contended(sys.exc_info()[1]):
        return try_later(request, kept=False)
    return server_error(request)
