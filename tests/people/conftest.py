from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_tried_yet(request):
    """Rate limits and used codes are rows of the cache's table."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """The time that codes of apps go by: `clock.now += 30` is the next code."""
    clock = SimpleNamespace(now=1_900_000_000)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: clock.now))
    return clock
