"""Ending what mails told of, from the mail: for whoever has its address, logged in or not. The address is the proof,
so that a post needs no token beside it; mail programs post by themselves when somebody presses their button (RFC 8058).
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from discussion.conversation.told import told_words
from discussion.models import Subscription, Voice
from discussion.notifications.tokens import read_token
from discussion.subscribing import unsubscribe, unsubscribe_from_all


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Opened, it asks: what follows links in mails ends nothing. A second post finds nothing left to do."""
    try:
        what = read_token(token)
    except signing.SignatureExpired:
        return _refuse(request, _("It is too old. You find all that you are told of on a page of this site."), 410)
    except signing.BadSignature:
        return _refuse(request, _("It is not complete. Copy the whole address from the mail."), 404)
    article, guest = _article_of(what), _is_of_guest(what)
    if what is not None and request.method == "POST":
        _end(what)
        what = None
    context = {"ended": what is None, "words": _words(what), "article": article, "guest": guest}
    return render(request, "discussion/end.html", context)


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "discussion/end.html", {"refused": reason}, status=status)


def _article_of(what: Subscription | Voice | None) -> Article | None:
    if not isinstance(what, Subscription) or what.thread is None:
        return None
    return Article.objects.published().filter(pk=what.thread.article_id).first()


def _is_of_guest(what: Subscription | Voice | None) -> bool:
    """He has another page of all that he is told of."""
    voice = what.voice if isinstance(what, Subscription) else what
    return voice is not None and voice.user_id is None


def _end(what: Subscription | Voice) -> None:
    if isinstance(what, Subscription):
        unsubscribe(by=what.voice, subscription=what)
    else:
        unsubscribe_from_all(by=what)


def _words(what: Subscription | Voice | None) -> str:
    if isinstance(what, Subscription):
        return told_words(what.kind, what.pace)
    return _("You will get no mail from any discussion that you follow. What you muted stays muted.") if what else ""
