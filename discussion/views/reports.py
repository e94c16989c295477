"""Reporting a comment to moderators."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from discussion.conversation.line import line_of, permalink
from discussion.forms import FirstReportForm, ReportForm
from discussion.guests import speaking
from discussion.models import Comment, Report, Thread
from discussion.permissions import NotAllowed, TooFast, may_report
from discussion.posting import EditConflict
from discussion.reporting import report_comment, report_that_stands
from discussion.views.access import address_of, find_comment, guarded, log_in_first, reader_of, takes_part
from discussion.views.guests import speaks_as
from kit.redirects import SeeOther

Send = Callable[[dict[str, Any]], str | None]


def report_of_stranger(request: HttpRequest, pk: int) -> HttpResponse:
    """From a page that is everybody's it leads to one with a token; from there it counts."""
    thread, comment = find_comment(reader_of(request), pk)
    if not thread.welcomes_guests:
        return log_in_first(request, request.path)
    if "made" in request.POST:
        return _first_report(request, thread, comment)
    return SeeOther(request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=report_of_stranger, guests=True)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that asks, then a post: a link alone reports nothing."""
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    if not takes_part(reader, thread) and (reader.guest or not thread.welcomes_guests):
        return log_in_first(request, request.path)
    if request.method == "POST":
        return _answer(request, thread, comment, ReportForm(request.POST), lambda said: _send(request, comment, said))
    return _ask(request, thread, comment)


def _send(request: HttpRequest, comment: Comment, said: dict[str, Any]) -> None:
    reader = reader_of(request)
    if reader.guest:
        speaking.report(comment=comment, by=reader.guest, address=address_of(request), **said)
    else:
        report_comment(comment=comment, by=reader.voice, address=address_of(request), **said)


@csrf_protect
def _first_report(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    form = FirstReportForm(request.POST)

    def send(said: dict[str, Any]) -> str:
        made = {name: said[name] for name in ("rule", "note", "wording")}
        return speaking.first_report(comment=comment, form=said["client_id"], address=address_of(request), **made)

    return _answer(request, thread, comment, form, send)


def _answer(request: HttpRequest, thread: Thread, comment: Comment, form: ReportForm, send: Send) -> HttpResponse:
    """`send` does it, and returns the cookie of who got a voice by that."""
    if not form.is_valid():
        return _refused(request, thread, comment, form, 422)
    try:
        cookie = send(form.cleaned_data)
    except EditConflict:
        comment.refresh_from_db()
        form.add_error(None, _("This comment was changed since you opened it. It reads as above now."))
        return _refused(request, thread, comment, form, 409)
    except TooFast as refusal:
        form.add_error(None, str(refusal))
        response = _refused(request, thread, comment, form, 429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, thread, comment, form, 403)
    messages.success(request, _("Thank you. A moderator will look at it."))
    response = SeeOther(permalink(thread, comment.pk))  # without its anchor: the thanks stand above it
    if cookie:
        speaks_as(response, cookie, for_long=False)
    return response


def _ask(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    reader = reader_of(request)
    earlier = report_that_stands(comment, reader.own())
    if not earlier:
        may_report(reader.speaks_as(comment.voice), comment).or_refuse()
    form = (ReportForm if reader.known else FirstReportForm).about(comment, earlier)
    return _page(request, thread, comment, form, earlier)


def _refused(request: HttpRequest, thread: Thread, comment: Comment, form: ReportForm, status: int) -> HttpResponse:
    form.rebase(comment)
    return _page(request, thread, comment, form, status=status)


def _page(
    request: HttpRequest,
    thread: Thread,
    comment: Comment,
    form: ReportForm,
    earlier: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader_of(request)),
        "form": form,
        "known": not isinstance(form, FirstReportForm),
        "earlier": earlier,
        "settled": bool(earlier and earlier.outcome != Report.Outcome.OPEN),
        "back": permalink(thread, comment.pk),
    }
    return render(request, "discussion/report.html", context, status=status)
