"""What moderators do with a discussion as a whole, with its pins and its branches."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from discussion import moderating
from discussion.conversation.line import line_of, permalink
from discussion.forms.threads import ReasonForm, ThreadForm, UndoForm
from discussion.models import Comment, Event, Thread
from discussion.models.event import IS_OF_THREADS
from discussion.moderating.undoing import may_undo
from discussion.permissions import Decision, NotAllowed, may_move, may_pin, may_unpin
from discussion.views.access import find_comment, find_thread, reader_of
from discussion.views.desk.door import for_moderators
from kit.redirects import SeeOther
from people.models import User

EVENTS_SHOWN = 30


@for_moderators("GET", "HEAD", "POST")
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """What is set, what is pinned and what was done, with the way to take it back."""
    found = find_thread(pk)
    if request.method != "POST":
        return _thread_page(request, found, ThreadForm(instance=found))
    if "undo" in request.POST:
        return _undo(request, found)
    form = ThreadForm(request.POST, instance=find_thread(pk))
    if not form.is_valid():
        return _thread_page(request, found, form, status=422)
    try:
        moderating.set_thread(thread=found, by=cast(User, request.user), **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _thread_page(request, found, form, status=403)
    messages.success(request, _("Saved."))
    return SeeOther(request.path)


@for_moderators("GET", "HEAD", "POST")
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pins it, or takes the pin off if it has one; opened, it asks."""
    _thread, comment = find_comment(reader_of(request), pk)
    if comment.pinned_at:
        words = {"title": _("Unpin this comment?"), "yes": _("Unpin"), "about": _("It goes back to its place.")}
        return _ask_or_do(request, comment, may_unpin(True), moderating.unpin, words)
    about = _("It stands above all others, whatever the order, and says that it is pinned.")
    words = {"title": _("Pin this comment?"), "yes": _("Pin"), "about": about}
    return _ask_or_do(request, comment, may_pin(True, comment), moderating.pin, words)


@for_moderators("GET", "HEAD", "POST")
def root(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a reply a conversation of its own; opened, it asks."""
    _thread, comment = find_comment(reader_of(request), pk)
    about = _("It stands in the discussion by itself, with all that answers it. Links to it stay as they are.")
    words = {"title": _("Make it a conversation of its own?"), "yes": _("Move"), "about": about}
    return _ask_or_do(request, comment, may_move(True, comment), moderating.move_branch, words)


def _ask_or_do(
    request: HttpRequest, comment: Comment, decision: Decision, verb: Callable[..., Any], words: dict[str, str]
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    decision.or_refuse()
    if not form.is_valid():
        line = line_of(comment, thread=comment.thread, reader=reader_of(request))
        context = {"article": comment.thread.article, "line": line, "form": form, **words}
        return render(request, "moderation/ask.html", context, status=422 if form.errors else 200)
    verb(comment=comment, by=cast(User, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("Done."))
    return SeeOther(f"{permalink(comment.thread, comment.pk)}#comment-{comment.pk}")


def _thread_page(request: HttpRequest, found: Thread, form: ThreadForm, status: int = 200) -> HttpResponse:
    reader = reader_of(request)
    pinned = Comment.objects.filter(thread=found, pinned_at__isnull=False).with_voices().order_by("-pinned_at")
    context = {
        "article": found.article,
        "thread": found,
        "form": form,
        "pinned": [line_of(comment, thread=found, reader=reader) for comment in pinned],
        "events": _history(found, cast(User, request.user)),
    }
    return render(request, "moderation/thread.html", context, status=status)


def _history(found: Thread, by: User) -> list[tuple[Event, bool]]:
    """The newest first, each with whether it can be undone. One query."""
    shown = (
        Event.objects.filter(IS_OF_THREADS, thread=found)
        .select_related("by", "undone_by", "comment")
        .order_by("-pk")[:EVENTS_SHOWN]
    )
    return [(event, event.batch is not None and may_undo([event], by)) for event in shown]


def _undo(request: HttpRequest, found: Thread) -> HttpResponse:
    """A batch of this discussion alone: what this page shows."""
    form = UndoForm(request.POST)
    if not form.is_valid() or not Event.objects.filter(thread=found, batch=form.cleaned_data["undo"]).exists():
        raise Http404
    try:
        undone = moderating.undo(form.cleaned_data["undo"], by=cast(User, request.user))
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        if undone.done:
            messages.success(request, _("Undone."))
        for why in sorted(set(undone.passed_over.values())):
            messages.warning(request, _("Some of it stays. %(why)s") % {"why": why})
    return SeeOther(reverse("discussion:moderated_thread", args=[found.pk]))
