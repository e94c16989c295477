"""All that was said and asked for under an address without an account, for whoever reads its mail. The address of
these pages is the proof, so that their posts need no token beside it; nobody is logged in, and no cookie is set.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from discussion.conversation.line import line_of
from discussion.conversation.recourse import Recourse
from discussion.forms import AddressForm, PaceForm
from discussion.guests.claiming import addresses_of, claim, claimable
from discussion.guests.keys import address_of, ask_for_link, voices_of
from discussion.leaving import erase_guest
from discussion.models import Comment, Reader, Subscription
from discussion.models.comment import CommentQuerySet
from discussion.permissions import may_edit, may_withdraw
from discussion.subscribing import set_pace, unsubscribe
from discussion.views.listening import count_mail
from discussion.views.subscriptions import number_in, row_of
from kit.redirects import SeeOther
from people.models import User

View = Callable[..., HttpResponseBase]
ON_A_PAGE = 50
NO_TOKEN = {"csrf_token": ""}  # what forms print nothing for; a real one would come with a cookie


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Answered alike whether anybody has spoken under that address or not."""
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return _ask_again(request, form, 422 if form.is_bound else 200)
    seconds = count_mail(request, form)
    if seconds:
        response = _ask_again(request, form, 429)
        response["Retry-After"] = str(seconds)
        return response
    ask_for_link(form.cleaned_data["email"])
    return render(request, "discussion/mine_ask.html", {"asked": form.cleaned_data["email"]})


def _ask_again(request: HttpRequest, form: AddressForm, status: int) -> HttpResponse:
    context = {"form": form, "claims": _claims(request)}
    return render(request, "discussion/mine_ask.html", context, status=status)


@require_POST
@login_required
def claims(request: HttpRequest) -> HttpResponse:
    """Without a mail: his account has proved the address."""
    user = cast(User, request.user)
    claim(user=user, email=request.POST.get("email", ""))
    return SeeOther(reverse("discussion:person", args=[user.handle]))


def by_address(view: View) -> View:
    """Gives a view the e-mail address that the token stands for, and keeps the page to who asked for it."""

    @csrf_exempt
    @wraps(view)
    def read(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _read(view, request, token, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return read


@require_http_methods(["GET", "HEAD", "POST"])
@by_address
def mine(request: HttpRequest, token: str, email: str) -> HttpResponse:
    """A post asks for a new link; that is for one that is too old, and does no harm where it is not."""
    if request.method == "POST":
        ask_for_link(email)
        return render(request, "discussion/mine_ask.html", NO_TOKEN | {"asked": email})
    page = Paginator(_comments_of(email).order_by("-posted_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    follows = Subscription.objects.filter(voice__in=voices_of(email)).select_related("thread__article")
    context = {
        "token": token,
        "email": email,
        "page": page,
        "entries": [_entry(comment) for comment in page],
        "follows": [row_of(one) for one in follows.select_related("comment__voice").order_by("-pk")],
        "paces": Subscription.Pace.choices,
        "claims": _may_claim(request, email),
    }
    return render(request, "discussion/mine.html", context if context["claims"] else NO_TOKEN | context)


@require_POST
@by_address
def follows(request: HttpRequest, token: str, email: str) -> HttpResponse:
    """One that has ended meanwhile is none to change."""
    theirs = Subscription.objects.filter(voice__in=voices_of(email)).select_related("voice")
    one = theirs.filter(pk=number_in(request.POST.get("subscription", ""))).first()
    form, done = PaceForm(request.POST), request.POST.get("do", "")
    if done not in ("change", "end") or not form.is_valid():
        return render(request, "400.html", NO_TOKEN | {"reason": _("This cannot be asked for.")}, status=400)
    if one and done == "end":
        unsubscribe(by=one.voice, subscription=one)
    elif one:
        set_pace(by=one.voice, subscription=one, pace=form.pace_or(one))
    return back(token)


@require_http_methods(["GET", "HEAD", "POST"])
@by_address
def erasure(request: HttpRequest, token: str, email: str) -> HttpResponse:
    """A page that asks, then a post."""
    if request.method == "POST":
        erase_guest(email)
        return SeeOther(reverse("discussion:mine_gone"))
    context = NO_TOKEN | {"token": token, "email": email, "count": _comments_of(email).count()}
    return render(request, "discussion/mine_erase.html", context)


@require_http_methods(["GET", "HEAD"])
def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "discussion/mine_gone.html")


def taking_over(request: HttpRequest, token: str, email: str) -> HttpResponse:
    """His account's from now on. It is his session that says whose, so that this post needs a token."""
    if not request.user.is_authenticated:
        return back(token)
    claim(user=request.user, email=email)
    return SeeOther(reverse("discussion:person", args=[request.user.handle]))


ownership = require_POST(by_address(csrf_protect(taking_over)))


def find(email: str, pk: int) -> tuple[Comment, Reader]:
    """A comment that was written under this address, and its author as a reader; for anything else a 404."""
    comment: Comment = get_object_or_404(_comments_of(email), pk=pk)
    return comment, Reader(AnonymousUser(), guest=comment.voice)


def back(token: str, pk: int = 0) -> SeeOther:
    return SeeOther(reverse("discussion:mine", args=[token]) + (f"#comment-{pk}" if pk else ""))


def _read(view: View, request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponseBase:
    try:
        email = address_of(token)
    except signing.SignatureExpired:
        return _too_old(request, token)
    except signing.BadSignature:
        return _refuse(request, _("It is not complete. Copy the whole address from the mail."), 404)
    if email is None:
        return _refuse(request, _("What was here has been erased, or belongs to an account now."), 410)
    return view(request, token, email, *args, **kwargs)


def _too_old(request: HttpRequest, token: str) -> HttpResponse:
    email = address_of(token, expired_too=True)
    if email and request.method == "POST" and request.path == reverse("discussion:mine", args=[token]):
        ask_for_link(email)
        return render(request, "discussion/mine_ask.html", NO_TOKEN | {"asked": email})
    return _refuse(request, _("It is too old."), 410, again=reverse("discussion:mine", args=[token]) if email else "")


def _refuse(request: HttpRequest, reason: str, status: int, again: str = "") -> HttpResponse:
    context = NO_TOKEN | {"reason": reason, "again": again}
    return render(request, "discussion/mine_refused.html", context, status=status)


def _comments_of(email: str) -> CommentQuerySet:
    theirs: CommentQuerySet = Comment.objects.filter(voice__in=voices_of(email)).select_related(
        "voice__user", "thread__article__section", "thread__article__author"
    )
    return theirs


def _entry(comment: Comment) -> dict[str, object]:
    reader = Reader(AnonymousUser(), guest=comment.voice)
    return {
        "line": line_of(comment, thread=comment.thread, reader=reader),
        "article": comment.thread.article,
        "out": comment.thread.article.is_out(),
        "state": comment.state_for(reader).label,
        "may_edit": bool(may_edit(True, comment, comment.thread)),
        "may_withdraw": bool(may_withdraw(True, comment)),
        "recourse": Recourse.of(comment),
    }


def _claims(request: HttpRequest) -> Iterable[tuple[str, int]]:
    return claimable(request.user).items() if request.user.is_authenticated else ()


def _may_claim(request: HttpRequest, email: str) -> bool:
    return request.user.is_authenticated and email in addresses_of(request.user)
