"""What django-prometheus counts of each request, and the queries of each view. In the settings only with a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django_prometheus.middleware import PrometheusAfterMiddleware
from prometheus_client import Counter

QUERIES = Counter("broadsheet_queries", "Queries of the database, by view.", ["view"])
SECONDS = Counter("broadsheet_queries_seconds", "Seconds that these took.", ["view"])


class CountingMiddleware(PrometheusAfterMiddleware):
    def label_metric(self, metric: Any, request: HttpRequest, response: Any = None, **labels: str) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)  # else whoever invents methods makes a series of each
        return super().label_metric(metric, request, response, **labels)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        meter, view = getattr(request, "meter", None), self._get_view_name(request)
        if meter is not None and meter.queries:
            QUERIES.labels(view).inc(meter.queries)
            SECONDS.labels(view).inc(meter.of_database)
        answer: HttpResponse = super().process_response(request, response)
        return answer
