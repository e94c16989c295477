"""Taking a comment back, and bringing it back after all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from discussion.conversation import own_box
from discussion.conversation.line import line_of, permalink
from discussion.events import last_withdrawal
from discussion.models import Comment, State, Thread
from discussion.permissions import may_return, may_withdraw
from discussion.posting import undo_withdrawal, withdraw_comment
from discussion.views.access import by_script, find_own, for_known, guarded, log_in_first, reader_of
from kit.redirects import SeeOther


@for_known
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that asks, then a post: a link alone deletes nothing. Afterwards the page that offers to undo it."""
    reader = reader_of(request)
    thread, comment = find_own(reader, pk)
    if request.method == "POST":
        if comment.state != State.WITHDRAWN:
            withdraw_comment(comment=comment, by=reader.voice)
        return _gone(request, pk, "discussion/_withdrawn.html") if by_script(request) else SeeOther(request.path)
    if comment.state == State.WITHDRAWN:
        return _gone(request, pk, "discussion/withdrawn.html")
    return _ask(request, thread, comment)


def log_in_to_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return log_in_first(request, reverse("discussion:withdrawal", args=[pk]))


@require_POST
@guarded(anonymous=log_in_to_undo, guests=True)
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    thread, comment = find_own(reader, pk)
    undo_withdrawal(comment=comment, by=reader.voice)
    if by_script(request):
        return HttpResponse(own_box(reader, *find_own(reader, pk)))
    return SeeOther(f"{permalink(thread, pk)}#comment-{pk}")


def _ask(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    reader = reader_of(request)
    may_withdraw(reader.speaks_as(comment.voice), comment).or_refuse()
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader),
        "back": permalink(thread, comment.pk),
    }
    return render(request, "discussion/withdraw.html", context)


def _gone(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    thread, comment = find_own(reader_of(request), pk)
    withdrawn_at, _stood = last_withdrawal(comment)
    decision = may_return(reader_of(request).speaks_as(comment.voice), comment, withdrawn_at)
    return render(request, template, {"article": thread.article, "pk": pk, "may_return": bool(decision)})
