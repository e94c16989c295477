"""Screening as whoever writes a comment meets it."""

from uuid import uuid4

import pytest
from django.core.signing import TimestampSigner

from discussion.models import Comment, Says, ScreeningRule, State, Verdict
from discussion.screening import Finding, Rule, pipeline
from discussion.screening.by_hand import SALT
from discussion.screening.words.watching import watch_word
from people.roles import MODERATORS
from tests.factories import person, say, staff, thread, voice

pytestmark = pytest.mark.django_db


def finds(word, says, **finding):
    found = Finding(f"It has {word}.", f"No {word}, please.", **finding)
    ask = lambda draft, _options: found if word in draft.source else None  # noqa: E731
    return Rule(word, word, word, ask, ScreeningRule.Mode.ON, says)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    some = (
        finds("mild", Says.NUDGE),
        finds("doubtful", Says.HOLD),
        finds("bad", Says.REFUSE),
        finds("flood", Says.REFUSE, wait=90),
        finds("robot", Says.REFUSE, door=True),
    )
    monkeypatch.setattr(pipeline, "RULES", (*pipeline.RULES, *some))


@pytest.fixture
def under():
    return thread()


@pytest.fixture
def ada(client):
    user = person("ada")
    client.force_login(user)
    return voice(user)


def send(client, under, source, **fields):
    address = f"/articles/{under.article.slug}/comments/"
    return client.post(address, {"source": source, "client_id": uuid4(), **fields})


def test_who_is_asked_to_look_again_keeps_his_text_and_may_insist(client, ada, under):
    first = send(client, under, "mild words")
    assert first.status_code == 422 and not Comment.objects.exists()
    told = first.content.decode()
    assert "No mild, please." in told and "a moderator reads it first" in told and ">\nmild words</textarea>" in told
    heeded = first.context["form"].heeded
    assert f'name="heeded" value="{heeded}"' in told
    assert Verdict.objects.get().comment is None
    assert send(client, under, "mild words", heeded=heeded).status_code == 422, "that was another form"
    assert send(client, under, "mild words", heeded=heeded, client_id=heeded).status_code == 303
    assert Comment.objects.get().state == State.HELD


def test_who_looks_again_and_words_it_better_is_published(client, ada, under):
    heeded = send(client, under, "mild words").context["form"].heeded
    send(client, under, "kind words", heeded=heeded, client_id=heeded)
    assert Comment.objects.get().published


def test_what_is_refused_is_kept_and_its_author_reads_why(client, ada, under):
    sent = send(client, under, "bad words")
    assert sent.status_code == 303 and Comment.objects.get().state == State.REFUSED
    comment = Comment.objects.get()
    told = client.get(f"/comments/{comment.pk}/standing").content.decode()
    assert "No bad, please." in told and "Appeal" in told


def test_what_comes_too_fast_says_when_to_try_again(client, ada, under):
    sent = send(client, under, "flood")
    assert sent.status_code == 429 and sent["Retry-After"] == "90" and "No flood, please." in sent.content.decode()


def test_a_refusal_at_the_door_makes_no_comment(client, ada, under):
    form = str(uuid4())
    sent = send(client, under, "robot", heeded=form, client_id=form)
    assert sent.status_code == 422 and not Comment.objects.exists()
    assert 'name="heeded" value=""' in sent.content.decode()


def test_a_refused_wording_leaves_the_comment_as_it_was(client, ada, under):
    comment = say(ada, "fine", thread=under)
    address = f"/comments/{comment.pk}/wording"
    sent = client.post(address, {"source": "bad words", "wording": 0})
    comment.refresh_from_db()
    assert sent.status_code == 422 and comment.source == "fine" and ">\nbad words</textarea>" in sent.content.decode()
    assert client.post(address, {"source": "mild words", "wording": 0}).status_code == 422
    assert client.post(address, {"source": "mild words", "wording": 0, "heeded": "1"}).status_code == 303
    comment.refresh_from_db()
    assert comment.state == State.HELD and comment.source == "mild words"


def test_moderators_are_not_screened(client, under):
    client.force_login(staff(MODERATORS))
    assert send(client, under, "bad words").status_code == 303
    assert Comment.objects.get().published and not Verdict.objects.exists()


def test_a_guest_is_screened_by_what_his_form_shows(client, under, settings):
    settings.GUESTS, settings.GUESTS_FIRST = True, "confirm"
    asked = {"name": "Gus", "email": "gus@example.org", "website": "", "made": TimestampSigner(salt=SALT).sign("form")}
    fast = send(client, under, "fine", **asked)
    assert fast.status_code == 422 and "too fast for a person" in fast.content.decode()
    assert Verdict.objects.get().steps[0][0] == "by_hand"


def test_whose_words_were_covered_is_told_on_the_next_page(client, ada, under):
    watch_word(pattern="hound", action="censor", by=None)
    page = client.get(send(client, under, "A hound.").url).content.decode()
    assert "A ■■■■■." in page and page.count("Some words were covered.") == 1
    assert "covered" not in client.get(send(client, under, "A cat.").url).content.decode()
    held = client.get(send(client, under, "A doubtful hound.").url).content.decode()
    assert Verdict.objects.latest("pk").said == "No doubtful, please.", "the stricter says it"
    assert "Some words were covered." not in held
