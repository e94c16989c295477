"""One's own comments by the link of a mail: wording them anew, and taking them back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discussion.conversation.line import line_of
from discussion.forms import EditForm
from discussion.models import Comment, State
from discussion.permissions import NotAllowed, may_edit, may_withdraw
from discussion.posting import EditConflict, edit_comment, withdraw_comment
from discussion.rendering import html_of_source
from discussion.views import previews
from discussion.views.access import address_of
from discussion.views.appeals import appealed
from discussion.views.mine import NO_TOKEN, back, by_address, find
from discussion.views.screening import LookAgain, screened


@require_http_methods(["GET", "HEAD", "POST"])
@by_address
def wording(request: HttpRequest, token: str, email: str, pk: int) -> HttpResponse:
    comment, _reader = find(email, pk)
    decision = may_edit(True, comment, comment.thread)
    if request.method != "POST":
        decision.or_refuse()
        return _page(request, token, comment, EditForm.of(comment))
    form = EditForm(request.POST)
    if not form.is_valid():
        if "wording" in form.errors:
            form.rebase(comment)
        return _page(request, token, comment, form, status=422)
    try:
        if previews.asked(request):
            decision.or_refuse()
            return _page(request, token, comment, form)
        verdict = screened(request, comment.thread, form, by=comment.voice, comment=comment) if decision else None
        edit_comment(
            comment=comment, by=comment.voice, address=address_of(request), screened=verdict, **form.cleaned_data
        )
    except LookAgain as objection:
        objection.show_in(form)
        return _page(request, token, comment, form, status=422)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, token, comment, form, status=403)
    except EditConflict:
        comment.refresh_from_db()
        form.rebase(comment)
        return _page(request, token, comment, form, status=409, conflict=True)
    return back(token, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@by_address
def withdrawal(request: HttpRequest, token: str, email: str, pk: int) -> HttpResponse:
    """A page that asks, then a post."""
    comment, reader = find(email, pk)
    if request.method == "POST":
        if comment.state != State.WITHDRAWN:
            withdraw_comment(comment=comment, by=comment.voice)
        return back(token, pk)
    may_withdraw(True, comment).or_refuse()
    context = NO_TOKEN | {
        "article": comment.thread.article,
        "line": line_of(comment, thread=comment.thread, reader=reader),
        "back": back(token, pk).url,
    }
    return render(request, "discussion/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_address
def appeal(request: HttpRequest, token: str, email: str, pk: int) -> HttpResponse:
    comment, reader = find(email, pk)
    line = line_of(comment, thread=comment.thread, reader=reader)
    context = NO_TOKEN | {"article": comment.thread.article, "line": line, "back": back(token, pk).url}
    return appealed(request, comment, context)


def _page(
    request: HttpRequest, token: str, comment: Comment, form: EditForm, status: int = 200, conflict: bool = False
) -> HttpResponse:
    form.auto_id = f"wording-{comment.pk}-%s"
    context = NO_TOKEN | {
        "article": comment.thread.article,
        "form": form,
        "conflict": conflict,
        "current": html_of_source(comment.source),
        "preview": previews.html(request, form),
        "back": back(token, comment.pk).url,
    }
    return render(request, "discussion/edit.html", context, status=status)
