"""An author's appeal against a decision about his comment."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discussion import appealing
from discussion.appealing import decision_about, may_appeal
from discussion.conversation.line import line_of, permalink
from discussion.conversation.recourse import Recourse
from discussion.forms import AppealForm
from discussion.models import Comment
from discussion.permissions import NotAllowed
from discussion.views import drafts
from discussion.views.access import find_comment, for_known, guarded, reader_of
from kit.redirects import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=drafts.keep_and_log_in, guests=True)
@for_known
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """For its author; for others a 404."""
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    if not reader.speaks_as(comment.voice):
        raise Http404
    line = line_of(comment, thread=thread, reader=reader)
    back = f"{permalink(thread, pk)}#comment-{pk}"
    response = appealed(request, comment, {"article": thread.article, "line": line, "back": back})
    if response.status_code == SeeOther.status_code:
        drafts.drop(request)
    return response


def appealed(request: HttpRequest, comment: Comment, context: dict[str, Any]) -> HttpResponse:
    """The page and the post of whoever has shown that he is the author. Afterwards the page says how it stands."""
    form = AppealForm(request.POST) if request.method == "POST" else AppealForm(initial={"source": _kept(request)})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _appeal(request, comment, form)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 403
    decision = decision_about(comment)
    may = may_appeal(True, decision, comment)
    context |= {
        "form": form,
        "decision": decision,
        "may": bool(may),
        "refused": may.reason,
        "recourse": Recourse.of(comment),
    }
    return render(request, "discussion/appeal.html", context, status=status)


def _appeal(request: HttpRequest, comment: Comment, form: AppealForm) -> HttpResponse:
    decision = decision_about(comment)
    may_appeal(True, decision, comment).or_refuse()
    if decision:
        appealing.appeal(decision=decision, by=comment.voice, text=form.cleaned_data["source"])
    return SeeOther(request.path)


def _kept(request: HttpRequest) -> str:
    """Who came by a mail has no session, and is given none."""
    return drafts.kept(request) if request.user.is_authenticated else ""
