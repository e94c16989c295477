"""Whatever a service does, people can speak; and nobody is asked who was not named."""

import logging
import sys

import pytest

from discussion.models import Comment, Says, ScreeningRule, State
from discussion.screening import Draft, screen
from discussion.screening.outside.asking import NoAnswer
from discussion.screening.outside.patience import FAILURES, Patience
from discussion.screening.rule import PassedOver
from tests.factories import thread
from tests.screening.outside import SECRET, reason_of, send, step_of, unused_port

pytestmark = pytest.mark.django_db(transaction=True)
ON, OFF = ScreeningRule.Mode.ON, ScreeningRule.Mode.OFF


def refused_connection(settings, service):
    settings.SCREENING_URL = f"http://127.0.0.1:{unused_port()}/"


def name_of_nobody(settings, service):
    settings.SCREENING_URL = "http://nobody.invalid/"


def private_address(settings, service):
    settings.SCREENING_PRIVATE = False


def broken(settings, service):
    service.says("Traceback", 500)


def redirecting(settings, service):
    service.says("", 302, [("Location", "/elsewhere")])


@pytest.mark.parametrize("failing", [refused_connection, name_of_nobody, private_address, broken, redirecting])
def test_a_comment_is_published_when_the_service_fails(client, service, on, ben, settings, caplog, failing):
    failing(settings, service)
    client.force_login(ben.user)
    with caplog.at_level(logging.WARNING, logger="discussion.screening.outside"):
        assert send(client, thread()).status_code == 303
    comment = Comment.objects.get()
    assert comment.published
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("discussion.screening")]
    kept = step_of(comment.verdicts.get().steps)
    assert line.startswith("The screening service was passed over") and line.endswith(kept[4]) and SECRET not in line


def test_a_comment_is_held_through_the_page_when_the_service_says_so(client, service, on, ben):
    service.says('{"verdict": "hold", "reason": "It rhymes."}')
    client.force_login(ben.user)
    assert send(client, thread()).status_code == 303
    assert Comment.objects.get().state == State.HELD


def test_after_failures_in_a_row_it_is_left_alone(service, on, ben):
    service.says("", 500)
    under = thread()
    for _ in range(FAILURES + 2):
        assert screen(Draft("Hi", under, by=ben)).says == Says.PUBLISH
    assert len(service.asked) == FAILURES
    assert "Not asked for 60 seconds" in reason_of(screen(Draft("Hi", under, by=ben)))


def fails():
    raise NoAnswer("Nothing.")


def test_it_is_tried_once_when_the_minute_is_over_and_the_log_has_a_line_a_minute(caplog):
    now = [0.0]
    patience, asked = Patience("It", lambda: now[0]), []

    def ask(answer):
        asked.append(now[0])
        return answer()

    def attempt(answer=fails):
        try:
            return patience.ask(lambda: ask(answer))
        except PassedOver:
            return None

    with caplog.at_level(logging.WARNING):
        for now[0] in range(0, 130):
            attempt()
    assert asked == [0, 1, 2, 3, 4, 64, 124]
    assert [record.args[1] for record in caplog.records] == [1, 5, 1]
    now[0] = 184
    assert attempt(lambda: "yes") == "yes"
    assert [attempt() for _ in range(FAILURES - 1)] == [None] * (FAILURES - 1) and attempt(lambda: "yes") == "yes"


_connections = []
_watching = []


def _watch(event, about):
    if _watching and event in ("socket.connect", "socket.getaddrinfo"):
        _connections.append(about)


sys.addaudithook(_watch)


@pytest.fixture
def connections():
    """Those that this process makes in Python, as the interpreter itself tells."""
    _connections.clear()
    _watching.append(True)
    yield _connections
    _watching.clear()


@pytest.mark.parametrize("mode", [None, ON, OFF])
def test_nothing_leaves_the_server_unless_settings_and_rule_say_so(client, connections, ben, service, settings, mode):
    """Both are needed: where, and that."""
    client.force_login(ben.user)
    if mode == ON:
        settings.SCREENING_URL = ""
    for code in ("outside", "akismet") if mode else ():
        ScreeningRule.objects.create(code=code, mode=mode, says=Says.HOLD)
    assert send(client, thread()).status_code == 303
    assert Comment.objects.get().published and connections == [] and not service.asked


def test_the_watch_for_connections_sees_one(connections, service, on, ben):
    screen(Draft("Hi", thread(), by=ben))
    assert connections
