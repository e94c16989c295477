"""Addresses as a log may keep them. Many of ours are keys: who has read one can act with it."""

import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

SHOWN = re.compile(r"<(?:int|slug|uuid):(\w+)>")
UNKNOWN = "(no page)"


def loggable(request: HttpRequest) -> str:
    """The route, with the numbers and slugs that stand in it; all else is left as its name: /mine/<str:token>/."""
    match = request.resolver_match or _resolved(request.path_info)
    if match is not None:
        return "/" + SHOWN.sub(lambda part: str(match.kwargs.get(part[1], part[0])), match.route)
    if settings.STATIC_URL and request.path.startswith(settings.STATIC_URL):
        return request.path
    return UNKNOWN


@lru_cache(maxsize=1000)
def _resolved(path: str) -> ResolverMatch | None:
    """What a middleware answered has met no view; thousands ask for the same there."""
    try:
        return resolve(path)
    except Resolver404:
        return None
