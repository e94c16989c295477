"""Whether a thread has changed, answered before there is a session, a user or a view: readers of an active thread ask
every few seconds, and mostly nothing has.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

from articles.models import Article
from discussion.models import Comment, State, Thread
from discussion.strangers import is_stranger

ADDRESS = re.compile(r"/threads/(\d{1,18})/changes", re.ASCII)
VALIDATOR = re.compile(r'(?:W/)?"(\d{1,18})(?:\.\d+){0,2}"', re.ASCII)
SECONDS_KNOWN = 1
SECONDS_USED = 5  # since a thread was last asked after; then it is asked for with the others no more
MOST_AT_ONCE = 200
MOST_KNOWN = 1000
MOST_ANSWERS = 200  # that are kept of a thread: readers came to it at as many of its versions
# How long nothing has changed, and when to ask again; both in seconds. A change is told within the first pause and
# the second for which a version is known, which leaves some for the way: five.
PAUSES = ((15 * 60, 2.5), (60 * 60, 15), (24 * 60 * 60, 60))
LONGEST_PAUSE = 300


class Answer(NamedTuple):
    body: bytes
    headers: dict[str, str]


@dataclass
class Standing:
    """How a thread stood when this process last asked; times are seconds of time.monotonic()."""

    asked: float
    version: int
    closed: bool
    changed: float
    used: float = 0  # when a reader last asked
    answers: dict[str, Answer] = field(default_factory=dict)  # to strangers, by the version that they have

    @property
    def etag(self) -> str:
        return f'"{self.version}"'

    @property
    def pause(self) -> float | None:
        """Seconds until a reader should ask again; None: nothing will come."""
        if self.closed:
            return None
        quiet = self.asked - self.changed
        return next((pause for limit, pause in PAUSES if quiet < limit), LONGEST_PAUSE)


class LiveMiddleware:
    """304 for who knows the thread's version already. One query a thread and second, whoever asks: what he may read
    is the view's question, and that nothing has changed holds for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known: dict[int, Standing] = {}
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = ADDRESS.fullmatch(request.path_info)
        standing = self.standing(int(address[1])) if address and request.method in ("GET", "HEAD") else None
        if standing is None:
            return self.get_response(request)
        if "show" not in request.GET and standing.version in versions_in(request):
            response: HttpResponse = HttpResponseNotModified(headers={"ETag": standing.etag, **FOR_ONE_READER})
        else:
            response = self.told(request, standing)
        if standing.pause:
            response["Poll-After"] = str(standing.pause)
        return response

    def told(self, request: HttpRequest, standing: Standing) -> HttpResponse:
        """By the view: once for all strangers whose pages have the same version, in as long as nothing changes."""
        since = request.GET.get("since", "")
        if not is_stranger(request) or request.META["QUERY_STRING"] != f"since={since}":
            return self.get_response(request)
        kept = standing.answers.get(since)
        if kept and max(versions_in(request), default=0) <= standing.version:  # another process may have told him more
            return HttpResponse(kept.body, headers=kept.headers)
        response = self.get_response(request)
        if response.get("ETag") == f'"{standing.version}.0"' and len(standing.answers) < MOST_ANSWERS:
            standing.answers[since] = Answer(response.content, dict(response.headers))
        return response

    def standing(self, pk: int) -> Standing | None:
        """None for a thread that readers cannot see."""
        with self.lock:
            now, known = time.monotonic(), self.known.get(pk)
            if known is None or now - known.asked >= SECONDS_KNOWN:
                self.refresh({pk, *self.asked_after(now)}, now)
                known = self.known.get(pk)
            if known:
                known.used = now
            return known

    def asked_after(self, now: float) -> list[int]:
        """Threads that have readers now, and would be asked for one by one within a moment."""
        return [
            pk
            for pk, one in self.known.items()
            if now - one.asked >= SECONDS_KNOWN / 2 and now - one.used < SECONDS_USED
        ][:MOST_AT_ONCE]

    def refresh(self, pks: set[int], now: float) -> None:
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        found = ask(pks, now)
        for pk in pks:
            was, known = self.known.pop(pk, None), found.get(pk)
            if known is None:
                continue
            if was:  # votes and edits leave no time behind
                same = was.version == known.version
                known.changed = max(known.changed, was.changed if same else now)
                known.used, known.answers = was.used, was.answers if same else {}
            self.known[pk] = known


FOR_ONE_READER = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}


def versions_in(request: HttpRequest) -> list[int]:
    """Of the thread, as the reader's browser says that it has them."""
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    return [int(found[1]) for found in map(VALIDATOR.fullmatch, etags) if found]


def ask(pks: Collection[int], now: float) -> dict[int, Standing]:
    """One query, by index."""
    published = Comment.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED)
    newest = Subquery(published.order_by("-appeared").values("posted_at")[:1])
    threads = (
        Thread.objects.filter(pk__in=pks, article__in=Article.objects.published())
        .select_related("article")
        .only("version", "state", "close_after_days", "article__published_at")
        .annotate(moment=Coalesce(newest, "article__published_at"))
    )
    clock = timezone.now()
    return {
        thread.pk: Standing(now, thread.version, thread.closed, now - (clock - thread.moment).total_seconds())
        for thread in threads
    }
