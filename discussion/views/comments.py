"""A thread's comments: writing one, and each on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from discussion.conversation import Conversation, View, just_said
from discussion.forms import CommentForm
from discussion.guests.speaking import speak
from discussion.models import Comment, Thread
from discussion.page_cache import share
from discussion.permissions import NotAllowed, TooFast
from discussion.posting import post_comment
from discussion.views import drafts, first_words, previews
from discussion.views.access import address_of, by_script, find_comment, find_place, guarded, reader_of
from discussion.views.composing import address_of_comment, compose, slow_down, writer
from discussion.views.screening import LookAgain, screened
from kit.redirects import SeeOther


@require_safe
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    reader = reader_of(request)
    view = View.asked(request.GET)
    thread, comment = find_place(reader, pk, slug)
    conversation = Conversation.around(reader, thread, comment, view)
    if not reader.known:
        share(request, until=conversation.expires_at)
    context = {"article": thread.article, "conversation": conversation, **writer(reader, thread)}
    return render(request, "discussion/comment.html", context)


def comments_of_stranger(request: HttpRequest, slug: str) -> HttpResponse:
    return first_words.answer(request, _thread(slug))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=comments_of_stranger, harmless=previews.asked, guests=True)
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, _thread(slug))


def replies_of_stranger(request: HttpRequest, pk: int) -> HttpResponse:
    return first_words.answer(request, *find_comment(reader_of(request), pk))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=replies_of_stranger, harmless=previews.asked, guests=True)
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, *find_comment(reader_of(request), pk))


def _thread(slug: str) -> Thread:
    return Thread.objects.of(get_object_or_404(Article.objects.published().with_parts(), slug=slug))


def _answer(request: HttpRequest, thread: Thread, parent: Comment | None = None) -> HttpResponse:
    if request.method != "POST" or previews.asked(request):
        return compose(request, thread, parent, form=previews.form_of(request))
    return say(request, thread, parent, CommentForm)


def say(request: HttpRequest, thread: Thread, parent: Comment | None, kind: type[CommentForm]) -> HttpResponse:
    """What a post of a known reader brings about, or the page that asks a guest for his name."""
    about = writer(reader_of(request), thread)
    if not about["known"] or (reader_of(request).guest and not about["guest"]):
        return first_words.answer(request, thread, parent, kind)
    return _post(request, thread, parent, kind(request.POST))


def _post(request: HttpRequest, thread: Thread, parent: Comment | None, form: CommentForm) -> HttpResponse:
    if not form.is_valid():
        form.renew()
        return compose(request, thread, parent, form, status=422)
    thread = Thread.objects.for_writing(thread.article)
    try:
        comment = _say(request, thread, parent, form)
    except LookAgain as objection:
        objection.show_in(form)
        return compose(request, thread, parent, form, status=422)
    except TooFast as refusal:
        return slow_down(request, thread, parent, form, refusal)
    except NotAllowed as refusal:
        form.refused(refusal)
        return compose(request, thread, parent, form, status=403, refused=str(refusal))
    drafts.drop(request)
    if by_script(request):
        return HttpResponse(just_said(reader_of(request), thread, comment), status=201)
    return SeeOther(address_of_comment(thread, comment))


def _say(request: HttpRequest, thread: Thread, parent: Comment | None, form: CommentForm) -> Comment:
    reader = reader_of(request)
    said = {
        **form.cleaned_data,
        "thread": thread,
        "parent": parent,
        "address": address_of(request),
        "screened": screened(request, thread, form, parent=parent),
    }
    return speak(by=reader.guest, **said) if reader.guest else post_comment(by=reader.speaker, **said)
