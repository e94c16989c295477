"""What happened that concerns one. Looking changes nothing: a button says that it was read."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussion.conversation import BadView
from discussion.conversation.line import line_of
from discussion.models import Comment, Notice, Reader, Voice
from discussion.notifications.decisions import told_of
from discussion.notifications.inbox import MOST, mark_seen, notices_of
from discussion.notifications.quoting import quote_passage
from discussion.rendering import html_of, words_of
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
    if notice.event:
        return {"notice": notice, "decision": told_of(notice.event, notice.voice)}
    comment = notice.comment
    if comment is None:
        raise ValueError("a notice tells of a comment or of a decision")
    return {
        "notice": notice,
        "line": line_of(comment, thread=comment.thread, reader=reader),
        "article": comment.thread.article,
        "passage": quote_passage(comment),
        "excerpt": excerpt(comment),
    }


def excerpt(comment: Comment) -> str:
    """How it begins, as plain text."""
    return Truncator(words_of(html_of(comment))).words(EXCERPT, truncate=" …")
