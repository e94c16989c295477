"""What changed in a thread since a reader's page was made, and the marker of what he has seen."""

import re
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discussion.conversation import BadView, newcomers
from discussion.live import FOR_ONE_READER, MOST_COUNTED, MOST_PASSAGES, MOST_VOTES, told
from discussion.models import Comment, Passage, Reader, State, Thread, VoteChange
from discussion.views.access import find_thread, guarded, log_in_first, reader_of
from discussion.visiting import mark_seen
from kit.redirects import SeeOther, own_page
from people.models import User


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    known = getattr(request, "live_answer", None)
    if known:
        return HttpResponse(known.content, "application/json", headers={"ETag": known.etag, **FOR_ONE_READER})
    reader, thread, since = reader_of(request), find_thread(pk), _version(request.GET.get("since", ""))
    if "show" in request.GET:
        return HttpResponse(newcomers(reader, thread, since), headers=FOR_ONE_READER)
    answer = told(
        thread,
        count=_count_new(reader, thread, since),
        votes=_votes(reader, thread, since),
        passages=_passages(thread),
        own=_own_alone(reader, thread),
    )
    who = f"0.{reader.guest.pk}" if reader.guest else request.user.pk or 0
    return JsonResponse(answer, headers={"ETag": f'"{thread.version}.{who}"', **FOR_ONE_READER})


def log_in_to_mark(request: HttpRequest, pk: int) -> HttpResponse:
    return log_in_first(request, f"{find_thread(pk).article.get_absolute_url()}#discussion")


@require_POST
@guarded(anonymous=log_in_to_mark)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """From a button on the page, which names it; or without an answer, when a page is left."""
    thread, reader = find_thread(pk), cast(User, request.user)
    mark_seen(by=reader, thread=thread, version=_version(request.POST.get("version", "")))
    if "next" not in request.POST:
        return HttpResponse(status=204)
    return SeeOther(own_page(request.POST["next"], otherwise=thread.article.get_absolute_url()) + "#discussion")


def _own_alone(reader: Reader, thread: Thread) -> tuple[int, int]:
    """His comments that are shown to him alone as published, and 1 where he said no others here. None for moderators,
    who know. One query for a reader who is known, one more where there are any.
    """
    if not reader.known or reader.moderates:
        return 0, 0
    mine = Comment.objects.of_thread(thread).filter(reader.own()).order_by()
    shadowed = mine.filter(state=State.SHADOWED).count()
    return shadowed, int(shadowed > 0 and not mine.filter(state=State.PUBLISHED).exists())


def _version(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise BadView(_("This is not a version of a discussion."))
    return int(text)


def _count_new(reader: Reader, thread: Thread, since: int) -> int:
    appeared = Comment.objects.of_thread(thread).visible_to(reader).filter(appeared__gt=since).exclude(reader.own())
    return appeared.order_by()[:MOST_COUNTED].count()


def _votes(reader: Reader, thread: Thread, since: int) -> dict[int, tuple[int, int]]:
    """Up and down of the comments that were voted on last, where votes are shown already."""
    moved = VoteChange.objects.filter(thread=thread, version__gt=since).order_by("-version")
    comments = Comment.objects.visible_to(reader).filter(pk__in=moved.values("comment")[:MOST_VOTES])
    comments = comments.filter(posted_at__lte=timezone.now() - thread.scores_hidden_for)
    return {pk: (up, down) for pk, up, down in comments.order_by("pk").values_list("pk", "up", "down")}


def _passages(thread: Thread) -> dict[int, int]:
    """How much hangs on the passages of the text."""
    if not thread.has_passages:
        return {}
    shown = Passage.objects.filter(thread=thread).in_the_text().shown()[:MOST_PASSAGES]
    return {passage.pk: passage.count for passage in shown}
