"""Asking to be told of what is said: in a discussion, below a comment. By whom it is asked decides how: members and
guests whose address is proved at once, others by listening.py, or after a log-in where guests are not welcome.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from articles.models import Article
from discussion.conversation.line import line_of, permalink
from discussion.conversation.told import told_words
from discussion.forms import NOTHING, NotifyForm, PaceForm
from discussion.models import Comment, Reader, Subscription, Thread, Voice
from discussion.subscribing import mute_thread, subscribe, unmute_thread, unsubscribe
from discussion.views.access import address_of, by_script, find_comment, find_thread, log_in_first, reader_of
from discussion.views.listening import listen
from kit.redirects import SeeOther, own_page

Kind = Subscription.Kind
ASK = ["GET", "HEAD", "POST"]


@csrf_exempt
@require_http_methods(ASK)
def of_thread(request: HttpRequest, pk: int) -> HttpResponse:
    return _by_whom(request, find_thread(pk))


@csrf_exempt
@require_http_methods(ASK)
def of_article(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of an article that nobody has said anything about: there is no thread to name."""
    article = get_object_or_404(Article.objects.published().with_parts(), slug=slug)
    return _by_whom(request, Thread.objects.of(article))


@csrf_exempt
@require_http_methods(ASK)
def of_comment(request: HttpRequest, pk: int) -> HttpResponse:
    return _by_whom(request, *find_comment(reader_of(request), pk))


def _by_whom(request: HttpRequest, thread: Thread, comment: Comment | None = None) -> HttpResponse:
    """Pages for all readers alike carry no token: what is posted there opens a page that does, where his choice is."""
    reader = reader_of(request)
    if not reader.signed_in and not thread.welcomes_guests:
        return log_in_first(request, _with_choice(request))
    if request.method == "POST" and not reader.signed_in and "csrfmiddlewaretoken" not in request.POST:
        return SeeOther(_with_choice(request))
    if not reader.signed_in and not (reader.guest and reader.guest.proved):
        return listen(request, thread, comment)
    return _comment(request, thread, comment) if comment else _thread(request, thread)


def _with_choice(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return request.path + (f"?{urlencode({'kind': kind})}" if kind in NotifyForm.KINDS else "")


@csrf_protect
def _thread(request: HttpRequest, thread: Thread) -> HttpResponse:
    reader = reader_of(request)
    standing = _standing(reader, thread)
    if request.method != "POST":
        return _ask(request, thread, standing, _form(request, standing))
    form = NotifyForm(request.POST)
    verb = {"muted": mute_thread, "unmuted": unmute_thread}.get(request.POST.get("kind", ""))
    if not (form.is_valid() or (verb and reader.signed_in)):
        return _ask(request, thread, standing, form, status=422)
    if thread._state.adding:
        thread = Thread.objects.for_writing(thread.article)
    if verb:
        verb(by=reader.voice, thread=thread)
    else:
        _choose(reader.voice, thread, standing, form, address_of(request))
    return _chosen(request, thread)


def _standing(reader: Reader, thread: Thread) -> dict[str, Subscription]:
    """What he asked for in the thread as a whole, by its kind. One query."""
    if thread._state.adding:
        return {}
    asked = Subscription.objects.filter(reader.own(), thread=thread, comment=None)
    return {subscription.kind: subscription for subscription in asked}


def _strongest(standing: dict[str, Subscription]) -> Subscription | None:
    return standing.get(Kind.MUTED) or _asked_for(standing)


def _asked_for(standing: dict[str, Subscription]) -> Subscription | None:
    return standing.get(Kind.THREAD) or standing.get(Kind.MINE)


def _form(request: HttpRequest, standing: dict[str, Subscription]) -> NotifyForm:
    asked_for = _asked_for(standing)
    return NotifyForm.of(asked_for) if asked_for else NotifyForm.asked(request.GET.get("kind", ""))


def _choose(by: Voice, thread: Thread, standing: dict[str, Subscription], form: NotifyForm, address: str) -> None:
    """One of the kinds, in place of the other."""
    kind = form.cleaned_data["kind"]
    if kind != NOTHING:
        pace = form.pace_or(_asked_for(standing))
        subscribe(by=by, thread=thread, kind=Kind(kind), pace=pace, address=address)
    for other in NotifyForm.KINDS:
        if other in standing and other != kind:
            unsubscribe(by=by, subscription=standing[other])


def _chosen(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Back to where he chose. A script gets what stands there now, as a piece of the page."""
    if by_script(request):
        told = _words(_strongest(_standing(reader_of(request), thread)))
        context = {"article": thread.article, "thread": thread, "told": told, "guest": reader_of(request).guest}
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


@csrf_protect
def _comment(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    reader = reader_of(request)
    standing = Subscription.objects.filter(reader.own(), comment=comment).first()
    if request.method == "POST":
        return _begin_or_end(request, comment, standing)
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader),
        "form": PaceForm(initial={"pace": standing.pace} if standing else None),
        "told": _words(standing),
        "back": f"{permalink(thread, comment.pk)}#comment-{comment.pk}",
    }
    return render(request, "discussion/notify_comment.html", context)


def _begin_or_end(request: HttpRequest, comment: Comment, standing: Subscription | None) -> HttpResponse:
    form, wanted, by = PaceForm(request.POST), request.POST.get("value", ""), reader_of(request).voice
    if wanted not in ("0", "1") or not form.is_valid():
        reason = _("Being told of replies begins or ends, nothing else.")
        return render(request, "400.html", {"reason": reason}, status=400)
    if wanted == "1":
        pace = form.pace_or(standing)
        subscribe(
            by=by, thread=comment.thread, kind=Kind.BRANCH, comment=comment, pace=pace, address=address_of(request)
        )
    elif standing:
        unsubscribe(by=by, subscription=standing)
    return SeeOther(request.path)
