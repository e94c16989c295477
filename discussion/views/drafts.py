"""Text that somebody wrote before logging in waits in his own session until he has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from discussion.models import Comment
from discussion.views.access import log_in_first

KEY = "drafts"
MOST = 5


def keep_and_log_in(request: HttpRequest, **_route: object) -> HttpResponse:
    """For the page at this address, which finds the text again after the log-in."""
    if _keep(request):
        messages.info(request, _("Log in, and your text will be waiting for you."))
    return log_in_first(request, request.path)


def _keep(request: HttpRequest) -> bool:
    text = request.POST.get("source", "").replace("\x00", "")[: 2 * Comment.LONGEST]
    if not text.strip():
        return False
    drafts = request.session.get(KEY, {})
    drafts.pop(request.path, None)
    drafts[request.path] = text
    request.session[KEY] = dict(list(drafts.items())[-MOST:])
    return True


def kept(request: HttpRequest) -> str:
    return str(request.session.get(KEY, {}).get(request.path, ""))


def drop(request: HttpRequest) -> None:
    drafts = request.session.get(KEY, {})
    if drafts.pop(request.path, None) is not None:
        request.session[KEY] = drafts
