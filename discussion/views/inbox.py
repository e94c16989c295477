"""What happened that concerns one. Looking changes nothing: a button says that it was read."""

from html import unescape
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussion.conversation import BadView
from discussion.conversation.line import line_of
from discussion.models import Comment, Notice, Reader, Voice
from discussion.notifications.inbox import MOST, mark_seen, notices_of
from discussion.rendering import html_of
from discussion.views.access import reader_of
from kit.redirects import SeeOther
from people.models import User

EXCERPT = 40  # words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    voice = Voice.objects.filter(user=user).first()  # who never spoke has none, and nothing in his inbox
    if request.method == "POST":
        if voice:
            mark_seen(voice=voice, up_to=_number(request.POST.get("up_to", "")))
        return SeeOther(request.path)
    before = _number(request.GET["before"]) if "before" in request.GET else None
    notices = notices_of(voice, before) if voice else []
    context = {
        "notices": [_told(notice, reader_of(request)) for notice in notices],
        "up_to": notices[0].pk if notices and before is None else "",
        "next": notices[-1].pk if len(notices) == MOST else None,
        "older": before is not None,
    }
    return render(request, "discussion/inbox.html", context)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadView(_("This address does not lead to a page of your inbox."))
    return int(text)


def _told(notice: Notice, reader: Reader) -> dict[str, object]:
    comment = notice.comment
    return {
        "notice": notice,
        "line": line_of(comment, thread=comment.thread, reader=reader),
        "article": comment.thread.article,
        "excerpt": excerpt(comment),
    }


def excerpt(comment: Comment) -> str:
    """How it begins, as plain text. Cut after the words that end a block, which HTML tells apart by tags alone."""
    text = unescape(strip_tags(html_of(comment).replace("</p>", "</p> ").replace("<br>", " ")))
    return Truncator(" ".join(text.split())).words(EXCERPT, truncate=" …")
