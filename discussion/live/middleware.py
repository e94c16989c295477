import re
from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from discussion.live.standing import Standing
from discussion.live.standings import Standings
from discussion.strangers import is_stranger

ADDRESS = re.compile(r"/threads/(\d{1,18})/changes", re.ASCII)
SINCE = re.compile(r"since=(\d{1,18})", re.ASCII)
VALIDATOR = re.compile(r'(?:W/)?"(\d{1,18})(?:\.\d+){0,2}"', re.ASCII)
FOR_ONE_READER = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
ITS_OWN = ("ETag", "Content-Length")


class Answer(NamedTuple):
    content: bytes
    etag: str


class LiveMiddleware:
    """304 for who knows the thread's version already: that nothing has changed holds for everybody. What a stranger is
    told is made of what the same query brought; what anybody else may read is the view's question. One query a thread
    and second, whoever asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.standings = Standings()
        self.headers: dict[str, str] = {}  # of what strangers are told

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = ADDRESS.fullmatch(request.path_info)
        standing = self.standings.of(int(address[1])) if address and request.method in ("GET", "HEAD") else None
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
        since = SINCE.fullmatch(request.META["QUERY_STRING"])
        if not since or not is_stranger(request):
            return self.get_response(request)
        version = int(since[1])
        standing = self.standings.with_news(standing.notice.pk) or standing
        # Another process may have told him more than this one knows.
        if standing.notice.news is None or max([version, *versions_in(request)]) > standing.version:
            return self.get_response(request)
        return self.answer(request, Answer(standing.answer(version), f'"{standing.version}.0"'))

    def answer(self, request: HttpRequest, answer: Answer) -> HttpResponse:
        """The first in the life of the process goes by the view, which asks nothing more: what all between add to it is
        added to the others.
        """
        if not self.headers:
            request.live_answer = answer  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.get("ETag") == answer.etag:  # and no refusal of who asks a host that is not ours
                self.headers = {name: value for name, value in response.items() if name not in ITS_OWN}
            return response
        size = str(len(answer.content))
        return HttpResponse(answer.content, headers=self.headers | {"ETag": answer.etag, "Content-Length": size})


def versions_in(request: HttpRequest) -> list[int]:
    """Of the thread, as the reader's browser says that it has them."""
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    return [int(found[1]) for found in map(VALIDATOR.fullmatch, etags) if found]
