"""The desk: what waits, and one of it in focus. Looking changes nothing; what is in focus is taken by a post."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timesince import timesince

from discussion.conversation.card import Card, find_for_card
from discussion.conversation.line import grouped, permalink
from discussion.models import Comment, Subscription
from discussion.moderating import last_act
from discussion.moderating.claiming import claimed_by_others
from discussion.moderating.queues import COUNTED, Found, Queue, Waiting
from discussion.rendering import html_of, words_of
from discussion.views.desk.door import Desk, for_moderators
from kit.redirects import own_page

EXCERPT = 110  # characters


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    comment: Comment
    url: str
    excerpt: str
    age: str
    posted: str
    holder: str  # who else has it before him
    current: bool


@dataclass(frozen=True)
class Tab:
    label: str
    count: str
    url: str
    current: bool


@for_moderators("GET", "HEAD")
def desk(request: HttpRequest) -> HttpResponse:
    """A queue with the first of it that nobody else has before him."""
    place = Desk(request)
    found = place.waiting.page(place.after)
    claims = claimed_by_others([comment.pk for comment in found.comments], by=place.user)
    shown = _first(found, claims, place)
    comment = find_for_card(shown.pk) if shown else None
    return _page(request, place, found, claims, comment)


@for_moderators("GET", "HEAD")
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment; with a queue, its list beside it."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page of a comment, also in answer to a form that was refused."""
    comment = find_for_card(pk)
    if comment is None:
        raise Http404
    place = Desk(request)
    if not place.named:
        return _page(request, place, Found([], None), {}, comment, error=error, status=status)
    found = place.waiting.page(place.after)
    claims = claimed_by_others([comment.pk for comment in found.comments], by=place.user)
    return _page(request, place, found, claims, comment, error=error, status=status)


def _page(
    request: HttpRequest,
    place: Desk,
    found: Found,
    claims: dict[int, str],
    comment: Comment | None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    alone = comment is not None and not place.named and request.resolver_match.url_name != "moderation"  # type: ignore[union-attr]
    back = own_page(asked.get("next", ""), otherwise="")
    if comment and alone and not back:
        back = permalink(comment.thread, comment.pk)
    context = {
        "place": place,
        "tabs": [] if alone else _tabs(place),
        "entries": [_entry(one, place, claims, comment) for one in found.comments],
        "more": found.more and place.list_url(found.more),
        "first": place.list_url() if place.after else "",
        "found": _counted(place.waiting) if place.search and not alone else "",
        "card": Card.of(comment, place.user) if comment else None,
        "alone": alone,
        "detail": request.resolver_match.url_name != "moderation",  # type: ignore[union-attr]
        "next": back if alone else "",
        "error": error,
        "last": last_act(place.user),
        "mails": Subscription.objects.filter(voice__user=place.user, kind=Subscription.Kind.REVIEW).first(),
        "paces": Subscription.Pace.choices,
    }
    return render(request, "moderation/desk.html", context, status=status)


def _first(found: Found, claims: dict[int, str], place: Desk) -> Comment | None:
    free = (one for one in found.comments if one.pk not in claims and one.voice.user_id != place.user.pk)
    return next(free, found.comments[0] if found.comments else None)


def _tabs(place: Desk) -> list[Tab]:
    base = reverse("discussion:moderation")
    return [
        Tab(str(queue.label), _counted(Waiting(queue)), f"{base}?queue={queue.value}", queue == place.queue)
        for queue in Queue
    ]


def _counted(waiting: Waiting) -> str:
    count = waiting.count()
    return f"{grouped(COUNTED)}+" if count > COUNTED else grouped(count)


def _entry(comment: Comment, place: Desk, claims: dict[int, str], shown: Comment | None) -> Entry:
    return Entry(
        comment=comment,
        url=place.card_url(comment.pk),
        excerpt=Truncator(words_of(html_of(comment))).chars(EXCERPT),
        age=timesince(comment.posted_at, depth=1),
        posted=date_format(comment.posted_at, "DATETIME_FORMAT"),
        holder=claims.get(comment.pk, ""),
        current=shown is not None and comment.pk == shown.pk,
    )
