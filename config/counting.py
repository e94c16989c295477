"""Counting for /metrics: before prometheus_client is imported for the first time."""

import os
from pathlib import Path


def count_requests(middleware: list[str], folder: Path) -> None:
    """The processes that serve count together, in files of this folder; bin/serve begins with none."""
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)
    middleware.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    middleware.append("operation.counting.CountingMiddleware")
