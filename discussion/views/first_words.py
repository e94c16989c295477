"""The first comment of somebody without an account. The composer of a page that is everybody's carries no token: what
comes from there opens the page that asks for his name, and what that page sends is a comment.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect

from discussion.forms import CommentForm, GuestForm
from discussion.guests.speaking import first_words
from discussion.models import Comment, Thread
from discussion.permissions import NotAllowed, TooFast
from discussion.views import drafts
from discussion.views.access import address_of, reader_of
from discussion.views.composing import address_of_comment, compose, slow_down
from discussion.views.guests import speaks_as
from discussion.views.screening import LookAgain, screened
from kit.redirects import SeeOther


def answer(
    request: HttpRequest, thread: Thread, parent: Comment | None = None, kind: type[CommentForm] = CommentForm
) -> HttpResponse:
    if not thread.welcomes_guests or "log_in" in request.POST:
        return drafts.keep_and_log_in(request)
    if "made" not in request.POST:
        return compose(request, thread, parent, kind.again(request.POST))
    return _post(request, thread, parent, kind(request.POST))


@csrf_protect
def _post(request: HttpRequest, thread: Thread, parent: Comment | None, form: CommentForm) -> HttpResponse:
    guest = reader_of(request).guest
    asks = GuestForm(request.POST, guest=guest)
    if not (form.is_valid() & asks.is_valid()):
        form.renew()
        return compose(request, thread, parent, form, asks, status=422)
    thread = Thread.objects.for_writing(thread.article)
    try:
        comment, cookie = first_words(
            thread=thread,
            parent=parent,
            guest=guest,
            address=address_of(request),
            screened=screened(request, thread, form, parent=parent, **asks.who, **asks.by_hand),
            **asks.who,
            **form.cleaned_data,
        )
    except LookAgain as objection:
        objection.show_in(form)
        asks.renew()
        return compose(request, thread, parent, form, asks, status=422)
    except TooFast as refusal:
        return slow_down(request, thread, parent, form, refusal, asks)
    except NotAllowed as refusal:
        form.refused(refusal)
        return compose(request, thread, parent, form, asks, status=403, refused=str(refusal))
    drafts.drop(request)
    response = SeeOther(address_of_comment(thread, comment))
    speaks_as(response, cookie, for_long=asks.cleaned_data["remember"])
    return response
