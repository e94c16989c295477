import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from articles.facts import Facts, facts_of
from articles.front import front_facts
from discussion.page_cache.page import Page
from discussion.strangers import is_stranger

ADDRESS = re.compile(r"/articles/([-\w]{1,120})/(?:comments/\d{1,18}/)?", re.ASCII)
FRONT = "/"
ASKED = ("sort", "picks", "feedback", "after", "from")  # what discussion.conversation.View reads
MOST_FIELDS = 50
LOCKS = 64
FactsNow = Callable[[], Facts | None]


def share(request: HttpRequest, until: datetime | None) -> None:
    """Called while a page is made for a stranger: it may be handed to all strangers, `until` the clock changes it."""
    request.shared_until = (until,)  # type: ignore[attr-defined]


class PageCacheMiddleware:
    """The front page, the pages of articles and of their comments, for everybody who brings no cookie of ours: one
    query for each, and 304 for who has the page already. What an address says beyond the view that it asks for (as
    those who count clicks add) is dropped before anybody reads it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: LRUCache[str, Page] = LRUCache(settings.PAGE_CACHE_MIB * 2**20, getsizeof=lambda page: page.size)
        self.lock = Lock()
        self.making = [Lock() for _ in range(LOCKS)]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts_now = facts_at(request.path_info)
        if facts_now is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        asked = canonical(request.META.get("QUERY_STRING", "")) if is_stranger(request) else None
        if asked is None:
            return for_him_alone(self.get_response(request))
        request.META["QUERY_STRING"] = asked
        # What a host or a scheme that is not ours gets is decided below: they have pages of their own.
        name = f"{request.scheme} {request.META.get('HTTP_HOST', '')} {request.path_info}?{asked}"
        return self.answer(request, facts_now, name)

    def answer(self, request: HttpRequest, facts_now: FactsNow, name: str) -> HttpResponse:
        facts = facts_now()
        if facts is None:
            return self.get_response(request)
        page = self.kept(name, facts)
        if page is None:
            return self.made(request, facts_now, name, facts)
        return page.answer(request)

    def kept(self, name: str, facts: Facts) -> Page | None:
        with self.lock:
            page: Page | None = self.pages.get(name)
        return page if page and page.shows(facts, timezone.now()) else None

    def made(self, request: HttpRequest, facts_now: FactsNow, name: str, facts: Facts) -> HttpResponse:
        """By one at a time: of a thousand who come for what has just changed one makes it, the others get the same."""
        making = self.making[hash(name) % LOCKS]
        waited = not making.acquire(blocking=False)
        if waited:
            making.acquire()
        try:
            if waited:
                facts = facts_now() or facts
            page = self.kept(name, facts)  # perhaps it was made since he looked
            return page.answer(request) if page else self.make(request, name, facts)
        finally:
            making.release()

    def make(self, request: HttpRequest, name: str, facts: Facts) -> HttpResponse:
        """`facts` were read before the page: what changed since is in the page and not in them, so that the next
        reader finds them out of date.
        """
        if request.path_info == FRONT:
            share(request, until=None)
        else:
            request.article_facts = facts  # type: ignore[attr-defined]  # the view need not ask again
        response = self.get_response(request)
        shared_until = getattr(request, "shared_until", None)
        if shared_until is None or response.status_code != 200 or response.cookies or response.streaming:
            return response
        page = Page.of(response, facts, *shared_until)
        with self.lock:
            if page.size <= self.pages.maxsize:
                self.pages[name] = page
        return page.answer(request)


def facts_at(path: str) -> FactsNow | None:
    """What tells whether the page at that address is as it was; None of those that are not kept."""
    if path == FRONT:
        return front_facts
    address = ADDRESS.fullmatch(path)
    return address and partial(facts_of, address[1])


def canonical(query: str) -> str | None:
    """The query without what no page depends on, always in the same order; of what stands twice the last counts. None
    for what cannot be read.
    """
    if not query:
        return ""
    try:
        fields = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return None
    return urlencode([(name, fields[name]) for name in ASKED if name in fields])


def for_him_alone(response: HttpResponse) -> HttpResponse:
    """No cache between keeps it, and his browser asks again."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response
