"""The outbox, for staff: what waits, what left, and each mail as it looks. Where the demo runs no mail server is
needed to read what readers are sent; elsewhere it takes the permission to see mails, as addresses stand in them.
"""

import re

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from discussion.models import Mail
from discussion.notifications.mails import message_of
from discussion.views.access import View

ON_A_PAGE = 50
KEYS = re.compile(r"(/(?:guests|mine|moderation/links)/)[^/\s\"<>]{9,}")
# A mail brings its own looks and can do nothing else.
LOOKS_ALONE = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE], "sandbox": [""]}


def for_staff(view: View) -> View:
    """Behind the admin's own door."""

    def allowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.DEMO or request.user.has_perm("discussion.view_mail")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_safe(admin.site.admin_view(allowed))


@for_staff
def mails(request: HttpRequest) -> HttpResponse:
    page = Paginator(_with_parts().order_by("-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "discussion/mails.html", {"page": page})


@for_staff
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(_with_parts(), pk=pk)
    message = _message(mail)
    headers = [(name, str(value)) for name, value in message.message().items() if name != "Content-Type"]
    context = {"mail": mail, "subject": message.subject, "text": _for_staff(str(message.body)), "headers": headers}
    return render(request, "discussion/mail.html", context)


@csp(LOOKS_ALONE)
@for_staff
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """Alone on its page, where nothing of ours surrounds it."""
    ((looks, _kind),) = _message(get_object_or_404(_with_parts(), pk=pk)).alternatives
    return HttpResponse(_for_staff(str(looks)))


def _with_parts() -> QuerySet[Mail]:
    return Mail.objects.select_related("voice__user", "comment__voice", "comment__parent", "comment__thread__article")


def _for_staff(text: str) -> str:
    """Whoever has these addresses speaks, and erases, in a guest's place. Where the demo runs they are all there is."""
    return text if settings.DEMO else KEYS.sub("\\1…", text)


def _message(mail: Mail) -> EmailMultiAlternatives:
    """As it is now: words that changed since it left read as they do today. Those that leave together are one."""
    together = _with_parts().filter(voice=mail.voice, message_id=mail.message_id) if mail.message_id else [mail]
    return message_of(list(together))
