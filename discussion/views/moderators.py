"""The door of the moderators' own pages: the admin's, so that a second step is asked where the site asks for one."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from discussion.views.access import View, reader_of


def for_moderators(view: View) -> View:
    @wraps(view)
    def allowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reader_of(request).moderates:
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return admin.site.admin_view(allowed)


def may_suspend(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("discussion.suspend"))
