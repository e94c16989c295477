from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from discussion.conversation.line import line_of, permalink
from discussion.forms import FirstVoteForm, VoteForm
from discussion.guests import speaking
from discussion.models import Comment, Thread
from discussion.permissions import TooFast, may_vote
from discussion.views import access
from discussion.views.access import back, by_script, find_comment, guarded, log_in_at_comment, reader_of, takes_part
from discussion.views.guests import speaks_as
from discussion.voting import cast_vote, retract_vote
from kit.redirects import SeeOther, own_page


def vote_of_stranger(request: HttpRequest, pk: int) -> HttpResponse:
    """From a page that is everybody's it leads to one with a token; from there it counts."""
    thread, comment = find_comment(reader_of(request), pk)
    if not thread.welcomes_guests:
        return log_in_at_comment(request, pk)
    if "made" in request.POST:
        return _first_vote(request, thread, comment)
    asked = {name: request.POST[name] for name in ("value", "next") if name in request.POST}
    return SeeOther(f"{request.path}?{urlencode(asked)}")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(anonymous=vote_of_stranger, guests=True)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Opened, it asks: a link alone casts no vote."""
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    if not takes_part(reader, thread) and (reader.guest or not thread.welcomes_guests):
        return log_in_at_comment(request, pk)
    if request.method != "POST":
        return _ask(request, thread, comment)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request)
    try:
        _cast(request, comment, form.cleaned_data["value"])
    except TooFast as refusal:
        return _slow_down(request, refusal)
    if by_script(request):
        return HttpResponse(status=204)
    return back(request, permalink(thread, comment.pk), comment)


def _cast(request: HttpRequest, comment: Comment, value: int) -> None:
    reader = reader_of(request)
    if reader.guest:
        speaking.vote(comment=comment, by=reader.guest, value=value, address=access.address_of(request))
    elif value:
        cast_vote(comment=comment, by=reader.speaker, value=value, address=access.address_of(request))
    else:
        retract_vote(comment=comment, by=reader.voice)


def _ask(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    reader = reader_of(request)
    form = FirstVoteForm.asked(request.GET.get("value", ""))
    if form is None:
        return _refuse(request)
    may_vote(reader.speaks_as(comment.voice), comment, thread).or_refuse()
    return _page(request, thread, comment, form, request.GET.get("next", ""))


@csrf_protect
def _first_vote(request: HttpRequest, thread: Thread, comment: Comment) -> HttpResponse:
    form = FirstVoteForm(request.POST)
    if not form.is_valid():
        if {"value", "client_id"} & form.errors.keys():
            return _refuse(request)
        return _page(request, thread, comment, form, request.POST.get("next", ""), status=422)
    said = {"value": form.cleaned_data["value"], "form": form.cleaned_data["client_id"]}
    try:
        cookie = speaking.first_vote(comment=comment, address=access.address_of(request), **said)
    except TooFast as refusal:
        return _slow_down(request, refusal)
    response = back(request, permalink(thread, comment.pk), comment)
    speaks_as(response, cookie, for_long=False)
    return response


def _page(
    request: HttpRequest, thread: Thread, comment: Comment, form: FirstVoteForm, then: str, status: int = 200
) -> HttpResponse:
    line = line_of(comment, thread=thread, reader=reader_of(request))
    context = {
        "article": thread.article,
        "line": line,
        "form": form,
        "up": str(form["value"].value()) == "1",
        "known": reader_of(request).known,
        "next": own_page(then, otherwise=line.url),
    }
    return render(request, "discussion/vote.html", context, status=status)


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "400.html", {"reason": _("A vote is up, down, or taken back.")}, status=400)


def _slow_down(request: HttpRequest, refusal: TooFast) -> HttpResponse:
    response = render(request, "429.html", {"reason": str(refusal)}, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response
