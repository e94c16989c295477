"""The page on which a comment is written, for a form that came back or a page without script."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from discussion.conversation import View
from discussion.conversation.line import Line, line_of, permalink
from discussion.forms import CommentForm, GuestForm
from discussion.models import Comment, Reader, Thread
from discussion.permissions import Decision, TooFast, may_post, slow_words
from discussion.ranking import SORTS
from discussion.views import drafts, previews
from discussion.views.access import by_script, reader_of, takes_part


def writer(reader: Reader, thread: Thread) -> dict[str, Any]:
    """What the templates of a discussion must know of who writes there: whether posts of his count at once
    (`known`), the guest whose name is known, whether one may write as a guest (`welcome`), and to which address a
    mail went that he has not answered (`unproved`), and the pace of the discussion (`slow`).
    """
    known, guest = takes_part(reader, thread), reader.guest
    named = guest if known and guest and guest.name else None
    asked = named and not named.proved and settings.GUESTS_FIRST == "confirm"
    return {
        "known": known,
        "guest": named,
        "welcome": thread.welcomes_guests and not reader.signed_in,
        "unproved": named.email if named and asked else "",
        "slow": slow_words(thread),
    }


def compose(
    request: HttpRequest,
    thread: Thread,
    parent: Comment | None = None,
    form: CommentForm | None = None,
    asks: GuestForm | None = None,
    status: int = 0,
    refused: str = "",
) -> HttpResponse:
    """`asks`: for the name of who has none here. `refused`: why a post was, where the form does not say it itself. A
    script that opens a reply asks for the text alone.
    """
    reader = reader_of(request)
    himself = parent.voice if parent and reader.speaks_as(parent.voice) else None
    decision, about = may_post(thread, parent, himself), writer(reader, thread)
    form = form or CommentForm.fresh(drafts.kept(request))
    if parent:
        form.auto_id = f"reply-{parent.pk}-%s"  # a script puts it on a page with other forms
    if about["welcome"] and not about["guest"] and not by_script(request):
        asks = asks or _asking(request)
        asks.auto_id = form.auto_id
    context = {
        **about,
        "article": thread.article,
        "parent": parent and _quoted(request, thread, parent),
        "form": form,
        "asks": asks,
        "action": request.path,
        "refused": decision.reason or ("" if form.errors else refused),
        "preview": previews.html(request, form),
        "back": permalink(thread, parent.pk) if parent else form.back(thread),
        "passage": form.passage_in(thread),
    }
    return render(request, "discussion/compose.html", context, status=status or _status(decision, form, asks))


def slow_down(
    request: HttpRequest,
    thread: Thread,
    parent: Comment | None,
    form: CommentForm,
    refusal: TooFast,
    asks: GuestForm | None = None,
) -> HttpResponse:
    form.add_error(None, str(refusal))
    response = compose(request, thread, parent, form, asks, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response


def address_of_comment(thread: Thread, comment: Comment) -> str:
    """Where its writer is led."""
    if comment.parent_id:
        return f"{permalink(thread, comment.pk)}#comment-{comment.pk}"
    newest = View(SORTS["newest"]).query()
    return f"{thread.article.get_absolute_url()}{newest}#comment-{comment.pk}"


def _asking(request: HttpRequest) -> GuestForm:
    """With what he typed before, where he wanted to see a preview."""
    typed = {name: request.POST[name] for name in ("name", "email", "remember") if name in request.POST}
    return GuestForm(initial=typed, guest=reader_of(request).guest)


def _status(decision: Decision, form: CommentForm, asks: GuestForm | None) -> int:
    if not decision:
        return 403
    return 422 if form.errors or (asks and asks.errors) else 200


def _quoted(request: HttpRequest, thread: Thread, parent: Comment) -> Line:
    return line_of(parent, thread=thread, reader=reader_of(request))
