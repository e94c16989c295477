from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from discussion.models import Reader
from discussion.moderating.queues import Place, Queue, Waiting
from discussion.views.access import View
from people.models import User


def for_moderators(*methods: str) -> Callable[[View], View]:
    """Through the admin's own door, with the second step where the site asks its staff for one. Staff that does not
    moderate finds no page here.
    """

    def decorate(view: View) -> View:
        def allowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not Reader(request.user).moderates:
                raise Http404
            return view(request, *args, **kwargs)

        return cast(View, require_http_methods(methods)(admin.site.admin_view(allowed)))

    return decorate


def may_suspend(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("discussion.suspend"))


class Desk:
    """Where in which queue a moderator stands, as the address or a form of the desk says it. A view changes it to say
    where a link leads.
    """

    def __init__(self, request: HttpRequest) -> None:
        asked = request.POST if request.method == "POST" else request.GET
        name = asked.get("queue", "")
        self.named = name in Queue.values
        self.waiting = Waiting(Queue(name) if self.named else Queue.REPORTED, asked.get("q", "").strip()[:200])
        self.after = Place.parse(asked.get("after", ""))
        self.user = cast(User, request.user)

    @property
    def queue(self) -> Queue:
        return self.waiting.queue

    @property
    def search(self) -> str:
        return self.waiting.search

    def list_url(self, after: Place | None = None) -> str:
        return f"{reverse('discussion:moderation')}?{self.query(after)}"

    def card_url(self, pk: int) -> str:
        return f"{reverse('discussion:moderation_comment', args=[pk])}?{self.query(self.after)}"

    def query(self, after: Place | None = None) -> str:
        fields = {"queue": self.queue.value, "q": self.search, "after": str(after or "")}
        return urlencode({name: value for name, value in fields.items() if value})
