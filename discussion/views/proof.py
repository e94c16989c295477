"""Stand-in until A's is merged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404
