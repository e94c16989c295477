"""Akismet's protocol, as its documentation has it."""

from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command

from discussion.models import Says, ScreeningRule
from discussion.screening import Draft, screen
from discussion.screening.outside.rule import AKISMET_SERVICE
from tests.factories import guest, person, say, thread, voice
from tests.screening.outside import running

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "0123456789ab"


@pytest.fixture
def akismet(settings):
    AKISMET_SERVICE.forget()
    ScreeningRule.objects.create(code="akismet", mode=ScreeningRule.Mode.ON, says=Says.HOLD)
    settings.SCREENING_PRIVATE, settings.AKISMET_KEY, settings.DEMO = True, KEY, False
    settings.ORIGIN = "https://news.example.org"
    with running() as service:
        settings.AKISMET_URL = f"http://127.0.0.1:{service.port}/1.1/"
        service.says("false", headers=())
        yield service


def told(service):
    return {name: value for name, (value,) in parse_qs(service.asked[-1].body.decode(), strict_parsing=True).items()}


def test_it_is_told_what_it_asks_for(akismet):
    under = thread()
    draft = Draft("Hi & bye", under, by=guest(), address="198.51.100.7", agent="A browser")
    screen(draft)
    assert akismet.asked[0].path == "/1.1/comment-check"
    assert told(akismet) == {
        "api_key": KEY,
        "blog": "https://news.example.org/",
        "blog_lang": "en",
        "blog_charset": "UTF-8",
        "user_ip": "198.51.100.7",
        "user_agent": "A browser",
        "permalink": f"https://news.example.org/articles/{under.article.slug}/",
        "comment_type": "comment",
        "comment_author": "Gus",
        "comment_content": "Hi & bye",
        "comment_date_gmt": draft.at.isoformat(),
        "comment_post_modified_gmt": under.article.published_at.isoformat(),
    }


def test_replies_edits_and_demos_are_named_as_such(akismet, settings):
    first = say(voice(person("ben")), thread=thread())
    screen(Draft("Hi", first.thread, by=first.voice, parent=first))
    assert told(akismet)["comment_type"] == "reply" and "is_test" not in told(akismet)
    settings.DEMO = settings.SCREENING_PERSONAL = True
    screen(Draft("Hi", first.thread, by=first.voice, comment=first))
    assert (told(akismet)["recheck_reason"], told(akismet)["is_test"]) == ("edit", "1")
    assert told(akismet)["comment_author_email"] == "ben@example.org"


@pytest.mark.parametrize("text", ["\U0001f600", "a=b&c=%00+d", "x" * 10_000, "\r\n\r\n"])
def test_any_text_arrives_as_it_is(akismet, text):
    assert screen(Draft(text, thread(), name="Gus")).says == Says.PUBLISH
    assert told(akismet)["comment_content"] == text


def test_half_a_letter_is_no_failure(akismet):
    screen(Draft("\ud800", thread(), name="Gus"))
    assert told(akismet)["comment_content"] == "?"


DISCARD = [("X-akismet-pro-tip", "discard")]


@pytest.mark.parametrize(
    ("body", "headers", "row", "says"),
    [
        ("false", [], Says.HOLD, Says.PUBLISH),
        ("true", [], Says.HOLD, Says.HOLD),
        ("true", [], Says.REFUSE, Says.HOLD),
        ("true", DISCARD, Says.HOLD, Says.HOLD),
        ("true", DISCARD, Says.REFUSE, Says.REFUSE),
        ("false", DISCARD, Says.REFUSE, Says.PUBLISH),
        ("invalid", [], Says.REFUSE, Says.PUBLISH),
        ("", [], Says.REFUSE, Says.PUBLISH),
        ("truefalse", [], Says.REFUSE, Says.PUBLISH),
    ],
)
def test_its_answer_becomes_a_verdict(akismet, body, headers, row, says):
    ScreeningRule.objects.filter(code="akismet").update(says=row)
    akismet.says(body, headers=headers)
    assert screen(Draft("Hi", thread(), name="Gus")).says == says


def test_why_it_does_not_answer_stands_in_the_log_and_the_key_does_not(akismet, caplog):
    akismet.says("invalid", headers=[("X-akismet-debug-help", 'Empty "user_ip" value')])
    screened = screen(Draft("Hi", thread(), name="Gus"))
    (reason,) = [step.reason for step in screened.steps if step.code == "akismet"]
    assert reason == 'Akismet answered “invalid”. Empty "user_ip" value' and reason in caplog.text
    assert KEY not in caplog.text


def test_the_command_tells_whether_the_key_is_good(akismet, capsys):
    akismet.says("valid", headers=())
    call_command("check_akismet")
    assert akismet.asked[0].path == "/1.1/verify-key" and told(akismet)["key"] == KEY
    assert "good" in capsys.readouterr().out


def test_the_command_fails_with_a_key_that_is_not(akismet, settings):
    akismet.says("invalid", headers=[("X-akismet-debug-help", "We do not know it")])
    with pytest.raises(CommandError, match="We do not know it"):
        call_command("check_akismet")
    settings.AKISMET_KEY = ""
    with pytest.raises(CommandError, match="BROADSHEET_AKISMET_KEY"):
        call_command("check_akismet")
