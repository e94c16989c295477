"""How requests come to comments, and how they leave."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.models import Article
from discussion.conversation.line import permalink
from discussion.guests.devices import guest_of
from discussion.models import Comment, Reader, Thread
from discussion.models.comment import CommentQuerySet
from discussion.views.busy import try_later
from kit.contention import contended
from kit.prepared_models import PreparedModels
from kit.redirects import SeeOther, own_page

View = Callable[..., HttpResponse]


def reader_of(request: HttpRequest) -> Reader:
    """The only place that makes one of a request. One query for who brings a guest's cookie."""
    known: Reader | None = getattr(request, "reader", None)
    if known is None or known.user != request.user:
        guest = None if request.user.is_authenticated else guest_of(request.COOKIES)
        known = Reader(request.user, guest)
        request.reader = known  # type: ignore[attr-defined]
    return known


def takes_part(reader: Reader, thread: Thread) -> bool:
    """Whether what he posts here counts at once: his pages carry a token."""
    return reader.signed_in or (reader.guest is not None and thread.welcomes_guests)


def address_of(request: HttpRequest) -> str:
    """Of the network that it comes from, as the proxies say that are trusted."""
    return str(get_adapter().get_client_ip(request))


def find_thread(pk: int) -> Thread:
    """One under an article that is out; for anything else a 404."""
    out = Article.objects.published()
    return get_object_or_404(Thread.objects.select_related("article"), pk=pk, article__in=out)


def find_comment(reader: Reader, pk: int) -> tuple[Thread, Comment]:
    """A comment whose words `reader` may read, in an article that is out; for anything else a 404."""
    if pk > BigIntegerField.MAX_BIGINT:  # as a query set would know by itself
        raise Http404
    found: Comment | None = _visible.first(reader.kind, own=reader.number, pk=pk, now=timezone.now())
    if found is None:
        raise Http404
    return found.thread, found


def find_own(reader: Reader, pk: int) -> tuple[Thread, Comment]:
    """The same, or a comment that `reader` himself has taken back."""
    return _find(Comment.objects.visible_to(reader) | Comment.objects.taken_back_by(reader), pk)


def find_place(reader: Reader, pk: int, slug: str) -> tuple[Thread, Comment]:
    """What he may read, or a tombstone that replies hang on; under the article that the address names."""
    thread, comment = _find(Comment.objects.placed_for(reader), pk)
    if thread.article.slug != slug:
        raise Http404
    return thread, comment


def _find(comments: CommentQuerySet, pk: int) -> tuple[Thread, Comment]:
    comment = _with_all(comments, pk, timezone.now()).first()
    if comment is None:
        raise Http404
    return comment.thread, comment


def _with_all(comments: CommentQuerySet, pk: int, now: datetime) -> CommentQuerySet:
    found = comments.filter(pk=pk, thread__article__in=Article.objects.published(now).order_by()).order_by()
    return found.select_related("voice", "thread__article__section", "thread__article__author")


def _question(kind: str, *, own: int, pk: int, now: datetime) -> CommentQuerySet:
    return _with_all(Comment.objects.visible_to(Reader.like(kind, own)), pk, now)


_visible = PreparedModels(_question)


def never(request: HttpRequest) -> bool:
    return False


def guarded(
    *, anonymous: View, harmless: Callable[[HttpRequest], bool] = never, guests: bool = False
) -> Callable[[View], View]:
    """A view whose posts come from signed-in readers with a token, and with `guests` from known guests too. What
    others post goes to `anonymous` and changes nothing: pages for them are the same for all and carry no token.
    What is `harmless` they may post to the view itself. Where the database is contended, a 503 keeps what was sent.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def choose(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            known = request.user.is_authenticated or (guests and _is_guest_with_token(request))
            try:
                if request.method == "POST" and not known:
                    return (view if harmless(request) else anonymous)(request, *args, **kwargs)
                return protected(request, *args, **kwargs)
            except DatabaseError as error:
                if not contended(error):
                    raise
                return try_later(request, kept=True)

        return choose

    return decorate


def _is_guest_with_token(request: HttpRequest) -> bool:
    """Where he is not known well enough, as by votes alone, his composer is a stranger's and has none."""
    return reader_of(request).guest is not None and "csrfmiddlewaretoken" in request.POST


def for_known(view: View) -> View:
    """A view for who has a voice, signed in or a guest; others are led to the log-in."""

    @wraps(view)
    def choose(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reader_of(request).known:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        return view(request, *args, **kwargs)

    return choose


def by_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, on a page that it will change itself."""
    return bool(getattr(request, "htmx", False))


def log_in_first(request: HttpRequest, then: str) -> HttpResponse:
    response = redirect_to_login(then, resolve_url("account_login"))
    if request.method == "POST":
        response.status_code = 303
    return response


def log_in_at_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Then he stands where he was about to do something."""
    thread, comment = find_comment(reader_of(request), pk)
    return log_in_first(request, f"{permalink(thread, comment.pk)}#comment-{comment.pk}")


def back(request: HttpRequest, fallback: str, comment: Comment) -> HttpResponse:
    """To the comment on the page that the form was on, if that page is ours."""
    page = own_page(request.POST.get("next", ""), otherwise=fallback)
    return SeeOther(f"{page}#comment-{comment.pk}")
