"""Asking to be told of what is said: in a discussion, below a comment."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.models import Article
from discussion.conversation.line import line_of, permalink
from discussion.conversation.told import told_words
from discussion.forms import NOTHING, NotifyForm, PaceForm
from discussion.models import Comment, Reader, Subscription, Thread, Voice
from discussion.subscribing import mute_thread, subscribe, unmute_thread, unsubscribe
from discussion.views.access import by_script, find_comment, find_thread, guarded, log_in_first, reader_of
from kit.redirects import SeeOther, own_page

Kind = Subscription.Kind
ASK = ["GET", "HEAD", "POST"]


def log_in_to_subscribe(request: HttpRequest, **_route: object) -> HttpResponse:
    """What he chose is the address's, where he is led to."""
    kind = request.POST.get("kind", "")
    return log_in_first(request, request.path + (f"?{urlencode({'kind': kind})}" if kind in NotifyForm.KINDS else ""))


@require_http_methods(ASK)
@guarded(anonymous=log_in_to_subscribe)
@login_required
def of_thread(request: HttpRequest, pk: int) -> HttpResponse:
    return _thread(request, find_thread(pk))


@require_http_methods(ASK)
@guarded(anonymous=log_in_to_subscribe)
@login_required
def of_article(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of an article that nobody has said anything about: there is no thread to name."""
    article = get_object_or_404(Article.objects.published().with_parts(), slug=slug)
    threads = Thread.objects
    return _thread(request, threads.for_writing(article) if request.method == "POST" else threads.of(article))


def _thread(request: HttpRequest, thread: Thread) -> HttpResponse:
    standing = _standing(reader_of(request), thread)
    if request.method != "POST":
        return _ask(request, thread, standing, _form(request, standing))
    form = NotifyForm(request.POST)
    verb = {"muted": mute_thread, "unmuted": unmute_thread}.get(request.POST.get("kind", ""))
    if verb:
        verb(by=reader_of(request).voice, thread=thread)
    elif form.is_valid():
        _choose(reader_of(request).voice, thread, standing, form)
    else:
        return _ask(request, thread, standing, form, status=422)
    return _chosen(request, thread)


def _standing(reader: Reader, thread: Thread) -> dict[str, Subscription]:
    """What he asked for in the thread as a whole, by its kind. One query."""
    if thread._state.adding:
        return {}
    asked = Subscription.objects.filter(voice__user=reader.user.pk, thread=thread, comment=None)
    return {subscription.kind: subscription for subscription in asked}


def _strongest(standing: dict[str, Subscription]) -> Subscription | None:
    return standing.get(Kind.MUTED) or _asked_for(standing)


def _asked_for(standing: dict[str, Subscription]) -> Subscription | None:
    return standing.get(Kind.THREAD) or standing.get(Kind.MINE)


def _form(request: HttpRequest, standing: dict[str, Subscription]) -> NotifyForm:
    asked_for = _asked_for(standing)
    return NotifyForm.of(asked_for) if asked_for else NotifyForm.asked(request.GET.get("kind", ""))


def _choose(by: Voice, thread: Thread, standing: dict[str, Subscription], form: NotifyForm) -> None:
    """One of the kinds, in place of the other."""
    kind = form.cleaned_data["kind"]
    if kind != NOTHING:
        subscribe(by=by, thread=thread, kind=Kind(kind), pace=form.pace_or(_asked_for(standing)))
    for other in NotifyForm.KINDS:
        if other in standing and other != kind:
            unsubscribe(by=by, subscription=standing[other])


def _chosen(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Back to where he chose. A script gets what stands there now, as a piece of the page."""
    if by_script(request):
        told = _words(_strongest(_standing(reader_of(request), thread)))
        context = {"article": thread.article, "thread": thread, "told": told}
        return render(request, "discussion/_notify.html", context)
    own = reverse("discussion:thread_subscription", args=[thread.pk])
    page = own_page(request.POST.get("next", ""), otherwise=own)
    return SeeOther(page if page == own else f"{page}#notify")


def _ask(
    request: HttpRequest, thread: Thread, standing: dict[str, Subscription], form: NotifyForm, status: int = 200
) -> HttpResponse:
    context = {
        "article": thread.article,
        "form": form,
        "told": _words(_strongest(standing)),
        "muted": Kind.MUTED in standing,
        "back": f"{thread.article.get_absolute_url()}#discussion",
    }
    return render(request, "discussion/notify_thread.html", context, status=status)


def _words(subscription: Subscription | None) -> str:
    return told_words(subscription.kind, subscription.pace) if subscription else ""


@require_http_methods(ASK)
@guarded(anonymous=log_in_to_subscribe)
@login_required
def of_comment(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    standing = Subscription.objects.filter(voice__user=reader.user.pk, comment=comment).first()
    if request.method == "POST":
        return _begin_or_end(request, comment, standing)
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader),
        "form": PaceForm(initial={"pace": standing.pace} if standing else None),
        "told": _words(standing),
        "back": f"{permalink(thread, pk)}#comment-{pk}",
    }
    return render(request, "discussion/notify_comment.html", context)


def _begin_or_end(request: HttpRequest, comment: Comment, standing: Subscription | None) -> HttpResponse:
    form, wanted, by = PaceForm(request.POST), request.POST.get("value", ""), reader_of(request).voice
    if wanted not in ("0", "1") or not form.is_valid():
        reason = _("Being told of replies begins or ends, nothing else.")
        return render(request, "400.html", {"reason": reason}, status=400)
    if wanted == "1":
        pace = form.pace_or(standing)
        subscribe(by=by, thread=comment.thread, kind=Kind.BRANCH, comment=comment, pace=pace)
    elif standing:
        unsubscribe(by=by, subscription=standing)
    return SeeOther(request.path)
