"""Where the mail leads that asks whether an address is its writer's. The address of the page is the proof: it needs no
log-in, no cookie and no token beside it, and gives none.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussion.conversation.line import permalink
from discussion.conversation.told import told_words
from discussion.guests.proving import confirm, disown, waiting_of
from discussion.guests.tokens import voice_of_proof
from discussion.models import Comment, Voice
from discussion.rendering import html_of
from discussion.subscribing import subscriptions_of


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Opened, it shows what waits: what follows links in mails confirms nothing."""
    try:
        voice = voice_of_proof(token)
    except signing.SignatureExpired:
        return _page(request, status=410, refused=_("It is too old. What waited for it has been erased, or will be."))
    except signing.BadSignature:
        return _page(request, status=404, refused=_("It is not complete. Copy the whole address from the mail."))
    if voice is None:
        return _page(request, status=410, refused=_("What waited for it has been erased."))
    if voice.proved:
        return _page(request, done="before", lines=_lines(confirm(voice=voice) if request.method == "POST" else []))
    if request.method == "POST":
        return _decide(request, voice)
    asked = [told_words(one.kind, one.pace) for one in subscriptions_of(voice)]
    return _page(request, voice=voice, lines=_lines(waiting_of(voice)), asked=asked)


def _decide(request: HttpRequest, voice: Voice) -> HttpResponse:
    if "no" in request.POST:
        disown(voice=voice)
        return _page(request, done="erased")
    return _page(request, done="confirmed", lines=_lines(confirm(voice=voice)))


def _lines(comments: list[Comment]) -> list[dict[str, object]]:
    return [
        {
            "headline": comment.thread.article.headline,
            "html": html_of(comment),
            "url": permalink(comment.thread, comment.pk),
            "published": comment.counts_as_out_for(comment.voice_id),
        }
        for comment in comments
        if comment.thread.article.is_out()
    ]


def _page(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    return render(request, "discussion/confirmation.html", context, status=status)
