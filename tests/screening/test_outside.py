"""A service that speaks our protocol: what it is told, and what becomes of its answers."""

import hmac
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from time import monotonic, sleep, time

import pytest
from django.utils import timezone

from discussion.models import Comment, Says
from discussion.screening import Draft, pipeline, screen
from discussion.screening.outside import AKISMET, OUTSIDE
from tests.factories import guest, say, thread
from tests.screening.outside import JSON, SECRET, reason_of, send, set_rule, step_of, unused_port, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No rule of ours objects before."""
    monkeypatch.setattr(pipeline, "RULES", (OUTSIDE, AKISMET))


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
    first = say(ben, "fine", thread=thread())
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
    assert reason_of(screened) == ("" if verdict == "publish" else "It rhymes.")
    assert bool(screened.said) == (verdict != "publish") and "rhymes" not in screened.said


def test_it_refuses_where_the_rule_asks_for_that(service, ben):
    set_rule(says=Says.REFUSE)
    service.says('{"verdict": "refuse"}')
    assert screen(Draft("Hi", thread(), by=ben)).says == Says.REFUSE
    service.says('{"verdict": "hold"}')
    assert screen(Draft("Hi", thread(), by=ben)).says == Says.HOLD


HOSTILE = [
    "\u0000",
    "\ud800",
    "\u202eevil",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "line\nINFO forged: line",
    "{0}%s%(a)s",
]


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_reason_is_kept_whatever_stands_in_it(client, service, on, ben, reason):
    service.says(json.dumps({"verdict": "hold", "reason": reason}))
    client.force_login(ben.user)
    assert send(client, thread()).status_code == 303
    kept = step_of(Comment.objects.get().verdicts.get().steps)[4]
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
    assert screened.says == Says.PUBLISH and reason in reason_of(screened)


@pytest.mark.parametrize("reason", [None, 5, ["x"], {}])
def test_a_reason_in_another_form_is_none(service, on, ben, reason):
    service.says(json.dumps({"verdict": "hold", "reason": reason}))
    assert reason_of(screen(Draft("Hi", thread(), by=ben))) == "The service gave no reason."


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


@pytest.mark.parametrize("text", ["\U0001f600", "x" * 10_000, "\u202e\u200b", '"}\r\n\r\n', "\ud800"])
def test_any_text_arrives_as_it_is(service, on, ben, text):
    assert screen(Draft(text, thread(), by=ben)).says == Says.PUBLISH
    assert told(service)["text"] == text


def test_some_are_not_asked_about_where_the_rule_says_so(service, ben):
    set_rule(guests_only=True)
    screen(Draft("Hi", thread(), by=ben))
    assert not service.asked
    screen(Draft("Hi", thread(), by=guest()))
    screen(Draft("Hi", thread(), name="Gus"))
    assert len(service.asked) == 2
    set_rule(trusted=1)
    screen(Draft("Hi", thread(), by=ben))
    assert len(service.asked) == 3
    say(ben, thread=thread())
    screen(Draft("Hi", thread(), by=ben))
    assert len(service.asked) == 3


def test_what_was_written_long_ago_stays_here(service, on, ben):
    screen(Draft("Hi", thread(), by=ben, at=timezone.now() - timedelta(hours=1)))
    assert not service.asked


@pytest.fixture
def documented(settings):
    """The service in docs/screening.md, as a program."""
    port = unused_port()
    page = (settings.BASE_DIR / "docs" / "screening.md").read_text()
    code = page.split("```python\n")[1].split("```")[0].replace("8100", str(port))
    with subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "SECRET": SECRET}, stderr=subprocess.DEVNULL
    ) as program:
        until = monotonic() + 20
        while monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
        program.terminate()


def test_the_service_in_the_documentation_works(documented, on, ben, settings):
    settings.SCREENING_PRIVATE, settings.SCREENING_SECONDS = True, 10
    settings.SCREENING_URL, settings.SCREENING_SECRET = documented, SECRET
    assert screen(Draft("Come to my casino", thread(), by=ben)).says == Says.HOLD
    fine = screen(Draft("Hi", thread(), by=ben))
    assert fine.says == Says.PUBLISH and reason_of(fine) == ""
    settings.SCREENING_SECRET = "another secret"
    assert "status 403" in reason_of(screen(Draft("Come to my casino", thread(), by=ben)))
