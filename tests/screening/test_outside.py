"""A service that speaks our protocol is asked, and whatever it does, people can speak."""

import hmac
import json
import logging
import sys
from datetime import timedelta
from hashlib import sha256
from time import time
from uuid import uuid4

import pytest
from django.utils import timezone

from discussion.models import Comment, Says, ScreeningRule, State
from discussion.screening import Draft, screen
from discussion.screening.outside.patience import FAILURES, Patience
from discussion.screening.outside.asking import NoAnswer
from discussion.screening.outside.rule import AKISMET_SERVICE, SERVICE
from discussion.screening.rule import PassedOver
from tests.factories import guest, person, say, thread, voice
from tests.screening.outside import JSON, running, unused_port, write

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a secret of thirty-two characters"
ON, OFF = ScreeningRule.Mode.ON, ScreeningRule.Mode.OFF


@pytest.fixture(autouse=True)
def patient():
    SERVICE.forget()
    AKISMET_SERVICE.forget()


@pytest.fixture
def service(settings):
    with running() as service:
        settings.SCREENING_URL, settings.SCREENING_SECRET = service.url, SECRET
        settings.SCREENING_PRIVATE, settings.SCREENING_SECONDS = True, 0.5
        service.says('{"verdict": "publish"}')
        yield service


def rule(mode=ON, says=Says.HOLD, **options):
    ScreeningRule.objects.update_or_create(code="outside", defaults={"mode": mode, "says": says, "options": options})


@pytest.fixture
def on():
    rule()


@pytest.fixture
def ben():
    return voice(person("ben"))


def step(screened):
    return next(step for step in screened.steps if step.code == "outside")


def told(service):
    return json.loads(service.asked[-1].body)


def test_it_is_told_what_it_needs_and_no_more(service, on, ben, settings):
    settings.ORIGIN, settings.LANGUAGE_CODE = "https://news.example.org", "de"
    under, at = thread(), timezone.now()
    screen(Draft("Schön!", under, by=ben, address="198.51.100.7", agent="A browser", at=at))
    assert told(service) == {
        "version": 1,
        "text": "Schön!",
        "name": "Ben",
        "member": True,
        "article": f"https://news.example.org/articles/{under.article.slug}/",
        "kind": "comment",
        "edited": False,
        "language": "de",
        "at": at.isoformat(),
    }


def test_what_leads_to_a_person_is_told_only_where_the_settings_say_so(service, on, ben, settings):
    first = Draft("Hi", thread(), address="198.51.100.7", name="Gus", email="gus@example.org")
    screen(first)
    assert b"gus@example.org" not in service.asked[0].body and b"198.51.100.7" not in service.asked[0].body
    settings.SCREENING_PERSONAL = True
    for draft, email in [
        (first, "gus@example.org"),
        (Draft("Hi", thread(), by=guest(email="eve@example.org"), address="198.51.100.7"), "eve@example.org"),
        (Draft("Hi", thread(), by=ben, address="198.51.100.7"), "ben@example.org"),
    ]:
        screen(draft)
        assert (told(service)["email"], told(service)["network_address"]) == (email, "198.51.100.7")


def test_it_learns_whether_it_is_a_reply_or_a_new_wording(service, on, ben):
    first = say(ben, "fine")
    screen(Draft("Hi", first.thread, by=ben, parent=first))
    assert (told(service)["kind"], told(service)["edited"]) == ("reply", False)
    screen(Draft("Hi", first.thread, by=ben, comment=first))
    assert (told(service)["kind"], told(service)["edited"]) == ("comment", True)
    screen(Draft("Hi", first.thread, name="Gus"))
    assert (told(service)["name"], told(service)["member"]) == ("Gus", False)


def test_a_question_is_signed_with_its_time(service, on, ben):
    screen(Draft("Hi", thread(), by=ben))
    (asked,) = service.asked
    timestamp = asked.headers["Broadsheet-Timestamp"]
    expected = hmac.new(SECRET.encode(), timestamp.encode() + b"." + asked.body, sha256).hexdigest()
    assert asked.headers["Broadsheet-Signature"] == "sha256=" + expected
    assert abs(time() - int(timestamp)) < 60


@pytest.mark.parametrize(
    ("verdict", "says"),
    [("publish", Says.PUBLISH), ("nudge", Says.NUDGE), ("hold", Says.HOLD), ("refuse", Says.HOLD)],
)
def test_what_it_says_counts_but_it_refuses_nobody_by_itself(service, on, ben, verdict, says):
    service.says(json.dumps({"verdict": verdict, "reason": "It rhymes."}))
    screened = screen(Draft("Hi", thread(), by=ben))
    assert screened.says == says
    assert step(screened).reason == ("" if verdict == "publish" else "It rhymes.")
    assert bool(screened.said) == (verdict != "publish") and "rhymes" not in screened.said


def test_it_refuses_where_the_rule_asks_for_that(service, ben):
    rule(says=Says.REFUSE)
    service.says('{"verdict": "refuse"}')
    assert screen(Draft("Hi", thread(), by=ben)).says == Says.REFUSE
    service.says('{"verdict": "hold"}')
    assert screen(Draft("Hi", thread(), by=ben)).says == Says.HOLD


HOSTILE = ["\u0000", "\ud800", "\u202eevil", "<script>alert(1)</script>", "x" * 10_000, "line\nINFO forged: line", "{0}%s%(a)s"]


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_reason_is_kept_whatever_stands_in_it(client, service, on, ben, reason):
    service.says(json.dumps({"verdict": "hold", "reason": reason}))
    client.force_login(ben.user)
    assert send(client, thread()).status_code == 303
    kept = next(one[4] for one in Comment.objects.get().verdicts.get().steps if one[0] == "outside")
    assert kept and len(kept) <= 300 and kept.isprintable()


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        ("", JSON, "no JSON"),
        ("{", JSON, "no JSON"),
        (b"\xff\xfe", JSON, "no JSON"),
        ("[" * 60_000, JSON, "no JSON"),
        ("9" * 60_000, JSON, "no JSON"),
        ("[]", JSON, "no verdict"),
        ("null", JSON, "no verdict"),
        ("{}", JSON, "no verdict"),
        ('{"verdict": "delete"}', JSON, "no verdict"),
        ('{"verdict": ["hold"]}', JSON, "no verdict"),
        ('{"verdict": true}', JSON, "no verdict"),
        ('{"verdict": "hold"}', [("Content-Type", "text/html")], "not application/json"),
        ('{"verdict": "hold"}', [], "not application/json"),
        (json.dumps({"verdict": "hold", "reason": "x" * 70_000}), JSON, "larger than 64 kB"),
    ],
)
def test_an_answer_in_another_form_is_passed_over(service, on, ben, body, headers, reason):
    service.says(body, headers=headers)
    screened = screen(Draft("Hi", thread(), by=ben))
    assert screened.says == Says.PUBLISH and reason in step(screened).reason


@pytest.mark.parametrize("reason", [None, 5, ["x"], {}])
def test_a_reason_in_another_form_is_none(service, on, ben, reason):
    service.says(json.dumps({"verdict": "hold", "reason": reason}))
    assert step(screen(Draft("Hi", thread(), by=ben))).reason == "The service gave no reason."


def test_answers_must_be_signed_where_the_settings_say_so(service, on, ben, settings):
    settings.SCREENING_SIGNED = True
    body = '{"verdict": "hold"}'

    def answer(key, replayed=""):
        def signed(asked, handler):
            first = replayed or asked.headers["Broadsheet-Signature"]
            digest = hmac.new(key.encode(), f"{first}.{body}".encode(), sha256).hexdigest()
            write(handler, body, headers=(*JSON, ("Broadsheet-Signature", f"sha256={digest}")))

        return signed

    for service.answer, says in [
        (answer(SECRET), Says.HOLD),
        (answer("another secret"), Says.PUBLISH),
        (answer(SECRET, replayed="sha256=of another question"), Says.PUBLISH),
        (lambda _asked, handler: write(handler, body), Says.PUBLISH),
        (lambda _asked, handler: write(handler, body, headers=(*JSON, ("Broadsheet-Signature", "é"))), Says.PUBLISH),
    ]:
        assert screen(Draft("Hi", thread(), by=ben)).says == says


@pytest.mark.parametrize("text", ["\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "x" * 10_000, "\u202e\u200b", '"}\r\n\r\n'])
def test_any_text_arrives_as_it_is(service, on, ben, text):
    assert screen(Draft(text, thread(), by=ben)).says == Says.PUBLISH
    assert told(service)["text"] == text


def send(client, under, source="Hi there"):
    return client.post(f"/articles/{under.article.slug}/comments/", {"source": source, "client_id": uuid4()})


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
    (kept,) = [one for one in comment.verdicts.get().steps if one[0] == "outside"]
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
    assert "Not asked for 60 seconds" in step(screen(Draft("Hi", under, by=ben))).reason


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


def test_some_are_not_asked_about_where_the_rule_says_so(service, ben):
    rule(guests_only=True)
    screen(Draft("Hi", thread(), by=ben))
    assert not service.asked
    screen(Draft("Hi", thread(), by=guest()))
    screen(Draft("Hi", thread(), name="Gus"))
    assert len(service.asked) == 2
    rule(trusted=1)
    screen(Draft("Hi", thread(), by=ben))
    assert len(service.asked) == 3
    say(ben)
    screen(Draft("Hi", thread(), by=ben))
    assert len(service.asked) == 3


def test_what_was_written_long_ago_stays_here(service, on, ben):
    screen(Draft("Hi", thread(), by=ben, at=timezone.now() - timedelta(hours=1)))
    assert not service.asked


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
