"""Notify of, for whoever has no account: an address, and how often. The answer is the same for every address, whosever
it is: what it is good for only its owner reads, in a mail.
"""

from math import ceil

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from discussion.conversation.line import line_of, permalink
from discussion.forms import ListenForm, ListenToCommentForm, ListenToThreadForm
from discussion.guests.footprints import leave_footprint, seconds_to_wait
from discussion.guests.listening import follow
from discussion.models import Comment, Footprint, Subscription, Thread
from discussion.views.access import address_of, reader_of
from kit.redirects import SeeOther

Kind = Subscription.Kind
ASKED = "asked"


@csrf_protect
def listen(request: HttpRequest, thread: Thread, comment: Comment | None = None) -> HttpResponse:
    if request.method == "POST":
        return _listen(request, thread, comment)
    if ASKED in request.GET:
        return render(request, "discussion/listen_asked.html", _place(thread, comment))
    return _ask(request, thread, comment, _form(request, comment))


def _form(request: HttpRequest, comment: Comment | None) -> ListenForm:
    guest = reader_of(request).guest
    form = ListenToCommentForm() if comment else ListenToThreadForm.asked(request.GET.get("kind", ""))
    form.initial["email"] = guest.email if guest else ""
    return form


def _listen(request: HttpRequest, thread: Thread, comment: Comment | None) -> HttpResponse:
    form = (ListenToCommentForm if comment else ListenToThreadForm)(request.POST)
    if not form.is_valid():
        return _ask(request, thread, comment, form, status=422)
    seconds = count_mail(request, form)
    if seconds:
        response = _ask(request, thread, comment, form, status=429)
        response["Retry-After"] = str(seconds)
        return response
    follow(
        email=form.cleaned_data["email"],
        thread=Thread.objects.for_writing(thread.article) if thread._state.adding else thread,
        comment=comment,
        kind=Kind.BRANCH if comment else Kind(form.cleaned_data["kind"]),
        pace=form.pace_or(None),
        guest=reader_of(request).guest,
        address=address_of(request),
    )
    return SeeOther(f"{request.path}?{ASKED}=1")


def count_mail(request: HttpRequest, form: Form) -> int:
    """Seconds to wait, with the reason on the form, where too many mails were asked for from that network; 0 where
    one more may go.
    """
    network = address_of(request)
    seconds = seconds_to_wait(Footprint.Act.MAIL, network)
    if not seconds:
        leave_footprint(Footprint.Act.MAIL, network)
        return 0
    minutes = ceil(seconds / 60)
    words = ngettext(
        "Too many mails were asked for from your network. Try again in %(count)d minute.",
        "Too many mails were asked for from your network. Try again in %(count)d minutes.",
        minutes,
    )
    form.add_error(None, words % {"count": minutes})
    return seconds


def _ask(
    request: HttpRequest, thread: Thread, comment: Comment | None, form: ListenForm, status: int = 200
) -> HttpResponse:
    context = _place(thread, comment) | {
        "form": form,
        "line": line_of(comment, thread=thread, reader=reader_of(request)) if comment else None,
        "log_in": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
    }
    return render(request, "discussion/listen.html", context, status=status)


def _place(thread: Thread, comment: Comment | None) -> dict[str, object]:
    """What the pages have in common: where one came from."""
    back = f"{thread.article.get_absolute_url()}#discussion"
    if comment:
        back = f"{permalink(thread, comment.pk)}#comment-{comment.pk}"
    return {"article": thread.article, "back": back}
