"""Passages of an article: choosing one without script, what hangs on one, and what its author does about it."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.blocks import blocks_of
from articles.models import Article
from discussion.conversation import Conversation, View
from discussion.forms import CorrectionForm, OnPassageForm, PassageForm, QuestionForm
from discussion.models import Passage, Reader, Thread
from discussion.passages import Chosen, ask_readers, settle
from discussion.permissions import NotAllowed
from discussion.ranking import SORTS
from discussion.views import drafts, first_words, previews
from discussion.views.access import guarded, log_in_first, reader_of
from discussion.views.comments import say
from discussion.views.composing import compose, writer
from discussion.views.subscriptions import number_in
from kit.redirects import SeeOther

ASK = ["GET", "HEAD", "POST"]


def passages_of_stranger(request: HttpRequest, slug: str) -> HttpResponse:
    return first_words.answer(request, _thread(slug), None, PassageForm)


@require_http_methods(ASK)
@guarded(anonymous=passages_of_stranger, harmless=previews.asked, guests=True)
def passages(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a block the text, paragraph by paragraph; with one a page on which its words are narrowed."""
    thread = _thread(slug)
    if request.method == "POST" and not previews.asked(request):
        return say(request, thread, None, PassageForm)
    if request.method == "POST":
        return compose(request, thread, form=previews.form_of(request, PassageForm))
    block = request.GET.get("block", "")
    if not block:
        return _choose(request, thread)
    words = request.GET.get("quote") or _words_of(thread, number_in(block))
    return compose(request, thread, form=PassageForm.asked(request.GET, words, drafts.kept(request)))


@require_safe
def passage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that hangs on one, with its words as they were chosen; also when the text has them no more."""
    thread = _thread(slug)
    found = _find(thread, pk)
    return _page(request, thread, found, CorrectionForm(initial={"correction": found.correction}))


def _page(
    request: HttpRequest, thread: Thread, found: Passage, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    reader, view = reader_of(request), View.asked(request.GET)
    context = {
        **writer(reader, thread),
        "article": thread.article,
        "passage": found,
        "conversation": Conversation.on_passage(reader, thread, found, view),
        "sorts": SORTS.values(),
        "may_settle": _answers_for(reader, thread),
        "form": form,
    }
    return render(request, "discussion/passage.html", context, status=status)


def comments_of_stranger(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    thread = _thread(slug)
    _find(thread, pk)
    return first_words.answer(request, thread, None, OnPassageForm)


@require_http_methods(ASK)
@guarded(anonymous=comments_of_stranger, harmless=previews.asked, guests=True)
def comments(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    thread = _thread(slug)
    found = _find(thread, pk)
    if request.method == "POST" and not previews.asked(request):
        return say(request, thread, None, OnPassageForm)
    form = previews.form_of(request, OnPassageForm) or OnPassageForm.about(found.pk, drafts.kept(request))
    return compose(request, thread, form=form)


@require_http_methods(ASK)
@csrf_protect
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Its author, or who edits articles, asks readers about words of the text."""
    thread = _thread(slug)
    reader = _author(request, thread)
    if reader is None:
        return log_in_first(request, request.get_full_path())
    if request.method != "POST":
        words = request.GET.get("quote") or _words_of(thread, number_in(request.GET.get("block", "")))
        return _ask(request, thread, PassageForm.asked(request.GET, words), QuestionForm())
    posted = {**request.POST.dict(), "source": "-", "client_id": str(uuid4())}  # its other fields are a comment's
    form, asked = PassageForm(posted), QuestionForm(request.POST)
    if not (form.is_valid() and asked.is_valid()):
        return _ask(request, thread, form, asked, status=422)
    chosen: Chosen = form.cleaned_data["chosen"]
    try:
        made = ask_readers(
            thread=Thread.objects.for_writing(thread.article), chosen=chosen, by=reader.voice, **asked.cleaned_data
        )
    except NotAllowed as refusal:
        form.refused(refusal)
        return _ask(request, thread, form, asked, status=403)
    return SeeOther(f"{thread.article.get_absolute_url()}#passage-{made.pk}")


@require_POST
@csrf_protect
def settlement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    thread = _thread(slug)
    found, reader, form = _find(thread, pk), _author(request, thread), CorrectionForm(request.POST)
    if reader is None:
        return log_in_first(request, request.get_full_path())
    if not form.is_valid():
        return _page(request, thread, found, form, status=422)
    settle(passage=found, by=reader.voice, **form.cleaned_data)
    return SeeOther(_page_of(thread, found))


def _thread(slug: str) -> Thread:
    thread = Thread.objects.of(get_object_or_404(Article.objects.published().with_parts(), slug=slug))
    if thread.feedback_of == Thread.Feedback.OFF:
        raise Http404
    return thread


def _find(thread: Thread, pk: int) -> Passage:
    passages = Passage.objects.select_related("revision").shown()
    if thread._state.adding:
        raise Http404
    return get_object_or_404(passages, pk=pk, thread=thread)


def _words_of(thread: Thread, block: int) -> str:
    article = thread.article
    texts = dict(zip(article.block_ids, (found.text for found in blocks_of(article.body)), strict=False))
    if block not in texts:
        raise Http404
    return " ".join(texts[block].split())


def _choose(request: HttpRequest, thread: Thread) -> HttpResponse:
    article = thread.article
    texts = zip(article.block_ids, (found.text for found in blocks_of(article.body)), strict=False)
    blocks = [{"id": pk, "words": words} for pk, words in texts]
    context = {"article": article, "blocks": blocks, "may_ask": _answers_for(reader_of(request), thread)}
    return render(request, "discussion/passages.html", context)


def _ask(
    request: HttpRequest, thread: Thread, form: PassageForm, asked: QuestionForm, status: int = 200
) -> HttpResponse:
    context = {"article": thread.article, "form": form, "asked": asked}
    return render(request, "discussion/passage_question.html", context, status=status)


def _author(request: HttpRequest, thread: Thread) -> Reader | None:
    """None: he has to log in first. Raises PermissionDenied for others."""
    reader = reader_of(request)
    if reader.signed_in and not _answers_for(reader, thread):
        raise PermissionDenied
    return reader if reader.signed_in else None


def _answers_for(reader: Reader, thread: Thread) -> bool:
    """Its author, and who edits articles."""
    user = reader.user
    return user.pk is not None and (
        user.pk == thread.article.author_id or bool(user.is_staff and user.has_perm("articles.change_article"))
    )


def _page_of(thread: Thread, passage: Passage) -> str:
    return f"{thread.article.get_absolute_url()}passages/{passage.pk}/"
