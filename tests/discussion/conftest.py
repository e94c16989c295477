import pytest

from tests.discussion.mailing import expand, follower, mail_server
from tests.factories import say, thread, voice


@pytest.fixture
def box(settings):
    """What has arrived at the tests' own mail server."""
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def under():
    return thread()


@pytest.fixture
def outbox(under):
    """One mail to Ada, which has not left yet."""
    follower(under, handle="ada")
    say(voice(), thread=under)
    expand()
