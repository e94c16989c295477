"""Who this browser speaks as, for somebody without an account."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from discussion.guests.devices import forget
from discussion.guests.proving import ask_for_proof
from discussion.views.access import reader_of
from kit.redirects import SeeOther

A_YEAR = timedelta(days=365)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest) -> HttpResponse:
    known = reader_of(request).guest
    if request.method != "POST":
        return render(request, "discussion/guest.html", {"guest": known})
    response = SeeOther(request.path)
    if "again" in request.POST:
        if known:
            ask_for_proof(known, again=True)
    else:
        forget(request.COOKIES)
        response.delete_cookie(settings.GUEST_COOKIE_NAME, samesite="Lax")
    return response


def speaks_as(response: HttpResponse, cookie: str, *, for_long: bool) -> None:
    """From now on; until the browser is closed, or a year where he asked for that."""
    response.set_cookie(
        settings.GUEST_COOKIE_NAME,
        cookie,
        max_age=A_YEAR if for_long else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
