from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 naming the part that does not answer: database, then cache, then queue."""
    for name, ask in PARTS.items():
        try:
            ask()
        except Exception:
            return HttpResponse(f"{name}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_cache() -> None:
    cache.get("readyz")


def ask_queue() -> None:
    DBTaskResult.objects.order_by().values("pk").first()


PARTS = {"database": ask_database, "cache": ask_cache, "queue": ask_queue}
