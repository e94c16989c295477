import gc

import pytest
from django.core.cache import cache, caches
from hypothesis import settings as hypothesis_settings

gc.set_threshold(50_000)  # what a test leaves is small, and looking for it took a tenth of the time

# How long an example takes says more of the machine than of us; bin/bench measures.
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def pages_of_this_test():
    """What is rolled back is not a new version: another test's thread may have the same number and version."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def empty_cache_after_commits(request):
    """The cache is a table, as in production. A test that commits leaves rows that its flush does not know of."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("django_db_blocker")
        with request.getfixturevalue("django_db_blocker").unblock():
            cache.clear()
