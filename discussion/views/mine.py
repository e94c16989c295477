"""Stand-in until C's is merged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404
