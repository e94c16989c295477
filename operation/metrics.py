"""What a collector (Prometheus) fetches: who asks shows a token, and to everybody else there is no such page."""

import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from operation.gauges import Gauges


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    return HttpResponse(
        generate_latest(_of_processes()) + generate_latest(_of_site()), content_type=CONTENT_TYPE_LATEST
    )


def _may_read(request: HttpRequest) -> bool:
    wanted: str = settings.METRICS_TOKEN
    return bool(wanted) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {wanted}")


def _of_processes() -> CollectorRegistry:
    """Of all that serve together: each writes its own into the folder that the settings name."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def _of_site() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Gauges())
    return registry
