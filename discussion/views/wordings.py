"""A comment's words: changing them for a while, and how they read before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from discussion.conversation import own_box
from discussion.conversation.line import line_of, permalink
from discussion.forms import EditForm
from discussion.models import Comment, Thread
from discussion.permissions import NotAllowed, may_edit
from discussion.posting import EditConflict, edit_comment
from discussion.rendering import html_of_source
from discussion.views import drafts, previews
from discussion.views.access import address_of, by_script, find_comment, for_known, guarded, reader_of
from discussion.views.screening import LookAgain, screened
from kit.redirects import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=drafts.keep_and_log_in, guests=True)
@for_known
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    decision = may_edit(reader.speaks_as(comment.voice), comment, thread)
    if request.method != "POST":
        decision.or_refuse()
        return _page(request, thread, comment, EditForm.of(comment, drafts.kept(request)))
    form = EditForm(request.POST)
    if not form.is_valid():
        if "wording" in form.errors:
            form.rebase(comment)
        return _page(request, thread, comment, form, status=422)
    try:
        if previews.asked(request):
            decision.or_refuse()
            return _page(request, thread, comment, form)
        verdict = screened(request, comment.thread, form, by=comment.voice, comment=comment) if decision else None
        edit_comment(
            comment=comment, by=reader.voice, address=address_of(request), screened=verdict, **form.cleaned_data
        )
    except LookAgain as objection:
        objection.show_in(form)
        return _page(request, thread, comment, form, status=422)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, thread, comment, form, status=403)
    except EditConflict:
        comment.refresh_from_db()
        form.rebase(comment)
        return _page(request, thread, comment, form, status=409, conflict=True)
    drafts.drop(request)
    if by_script(request):
        comment.refresh_from_db()
        return HttpResponse(own_box(reader, thread, comment))
    return SeeOther(f"{permalink(thread, pk)}#comment-{pk}")


@require_safe
def wordings(request: HttpRequest, pk: int) -> HttpResponse:
    thread, comment = find_comment(reader_of(request), pk)
    earlier = [{"html": html_of_source(wording.source), "at": wording.written_at} for wording in comment.wordings.all()]
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader_of(request)),
        "earlier": earlier[::-1],
        "edited_at": comment.edited_at,
    }
    return render(request, "discussion/wordings.html", context)


def _page(
    request: HttpRequest, thread: Thread, comment: Comment, form: EditForm, status: int = 200, conflict: bool = False
) -> HttpResponse:
    form.auto_id = f"wording-{comment.pk}-%s"
    context = {
        "article": thread.article,
        "form": form,
        "conflict": conflict,
        "current": html_of_source(comment.source),
        "preview": previews.html(request, form),
        "back": permalink(thread, comment.pk),
    }
    return render(request, "discussion/edit.html", context, status=status)
