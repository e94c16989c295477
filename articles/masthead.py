from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section


def masthead(request: HttpRequest) -> dict[str, object]:
    """Context processor: what the head of every page names. At most one query, when it is printed."""
    return {
        "site_name": settings.SITE_NAME,
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
        "here": _here(request),
    }


def _here(request: HttpRequest) -> str:
    """Where log-in leads back to: on its own page, still where the reader was headed."""
    try:
        return request.GET.get("next") or request.path
    except SuspiciousOperation:  # a query too long to be read; its answer is a page with a masthead, too
        return request.path
