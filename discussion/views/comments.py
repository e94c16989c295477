"""A thread's comments: writing one, and each on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from discussion.conversation import Conversation, View, arrivals
from discussion.conversation.line import Line, line_of, permalink
from discussion.forms import CommentForm
from discussion.models import Comment, Thread
from discussion.permissions import Decision, NotAllowed, TooFast, may_post
from discussion.posting import post_comment
from discussion.ranking import SORTS
from discussion.views import drafts, previews
from discussion.views.access import by_script, find_comment, find_place, guarded, reader_of
from kit.redirects import SeeOther


@require_safe
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    reader = reader_of(request)
    view = View.asked(request.GET)
    thread, comment = find_place(reader, pk, slug)
    conversation = Conversation.around(reader, thread, comment, view)
    return render(request, "discussion/comment.html", {"article": thread.article, "conversation": conversation})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=drafts.keep_and_log_in, harmless=previews.asked)
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().with_parts(), slug=slug)
    if request.method != "POST" or previews.asked(request):
        return compose(request, Thread.objects.of(article), form=previews.form_of(request))
    return _post(request, Thread.objects.for_writing(article))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=drafts.keep_and_log_in, harmless=previews.asked)
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    thread, parent = find_comment(reader_of(request), pk)
    if request.method != "POST" or previews.asked(request):
        return compose(request, thread, parent, form=previews.form_of(request))
    return _post(request, thread, parent)


def compose(
    request: HttpRequest,
    thread: Thread,
    parent: Comment | None = None,
    form: CommentForm | None = None,
    status: int = 0,
) -> HttpResponse:
    """The stand-alone composer, for a form that came back or a page without script."""
    decision = may_post(thread, parent)
    form = form or CommentForm.fresh(drafts.kept(request))
    if parent:
        form.auto_id = f"reply-{parent.pk}-%s"  # a script puts it on a page with other forms
    context = {
        "article": thread.article,
        "parent": parent and _quoted(request, thread, parent),
        "form": form,
        "action": request.path,
        "refused": "" if decision else decision.reason,
        "preview": previews.html(request, form),
        "back": parent and permalink(thread, parent.pk),
    }
    return render(request, "discussion/compose.html", context, status=status or _status(decision, form))


def _status(decision: Decision, form: CommentForm) -> int:
    if not decision:
        return 403
    return 422 if form.errors else 200


def _quoted(request: HttpRequest, thread: Thread, parent: Comment) -> Line:
    return line_of(parent, thread=thread, reader=reader_of(request))


def _post(request: HttpRequest, thread: Thread, parent: Comment | None = None) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        form.renew()
        return compose(request, thread, parent, form, status=422)
    try:
        comment = post_comment(thread=thread, parent=parent, by=reader_of(request).voice, **form.cleaned_data)
    except TooFast as refusal:
        return _slow_down(request, thread, parent, form, refusal)
    except NotAllowed:
        return compose(request, thread, parent, form, status=403)
    drafts.drop(request)
    if by_script(request):
        return HttpResponse(arrivals(reader_of(request), thread, [comment]), status=201)
    return SeeOther(_address(thread, comment))


def _slow_down(
    request: HttpRequest, thread: Thread, parent: Comment | None, form: CommentForm, refusal: TooFast
) -> HttpResponse:
    form.add_error(None, str(refusal))
    response = compose(request, thread, parent, form, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response


def _address(thread: Thread, comment: Comment) -> str:
    if comment.parent_id:
        return f"{permalink(thread, comment.pk)}#comment-{comment.pk}"
    newest = View(SORTS["newest"]).query()
    return f"{thread.article.get_absolute_url()}{newest}#comment-{comment.pk}"
