import pytest

from tests.factories import person, voice
from tests.screening.outside import named_in, set_rule


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def service(settings):
    """Another server, named in the settings."""
    with named_in(settings) as service:
        yield service


@pytest.fixture
def on():
    """The rule that asks it."""
    set_rule()
