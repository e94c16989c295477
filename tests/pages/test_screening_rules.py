"""Administrators set rules of screening and try them; moderators see what rules said."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.models import Objection, Says, ScreeningRule, Simulation, Verdict
from discussion.posting import post_comment
from discussion.screening import Draft, Finding, Options, Rule, keep, option, pipeline, screen
from discussion.screening.by_hand import BY_HAND
from discussion.screening.simulating import simulate
from people.roles import ADMINISTRATORS, MODERATORS
from tests.factories import person, say, staff, thread, voice

pytestmark = pytest.mark.django_db
RULES = "/admin/discussion/screeningrule/"
ON, SHADOW = ScreeningRule.Mode.ON, ScreeningRule.Mode.SHADOW


@dataclass(frozen=True)
class Length(Options):
    most: int = option(5, "letters allowed", 1, 100)
    guests: bool = option(True, "guests alone")
    names: str = option("", "names that may be longer")


def too_long(draft, options):
    said = f"{len(draft.source)} letters, {options.most} are allowed."
    return Finding(said, "Too long.") if len(draft.source) > options.most else None


def loud(draft, _options):
    return Finding("Capitals.") if draft.source.isupper() else None


LENGTH = Rule("length", "Length", "It counts letters.", too_long, ON, Says.HOLD, (Says.NUDGE, Says.HOLD), Length)
LOUD = Rule("loud", "Loud", "It listens.", loud, SHADOW, Says.NUDGE)


@pytest.fixture(autouse=True)
def rules(monkeypatch, settings):
    settings.STAFF_MFA = False
    monkeypatch.setattr(pipeline, "RULES", (LENGTH, LOUD, BY_HAND))


@pytest.fixture
def chief(client):
    user = staff(ADMINISTRATORS, "chief")
    client.force_login(user)
    return user


@pytest.fixture
def ben():
    return voice(person("ben"))


def posted(by, source):
    under = thread()
    screened = screen(Draft(source, under, by=by))
    return post_comment(thread=under, by=by, source=source, client_id=uuid4(), screened=screened)


def form(**changed):
    return {"mode": "on", "says": "hold", "option_most": "5", "option_guests": "on", "option_names": "", **changed}


def words(page):
    return " ".join(page.content.decode().split())


def test_the_list_shows_every_rule_whether_it_has_a_row_or_not(client, chief, ben):
    posted(ben, "TOO LONG")
    ScreeningRule.objects.create(code="loud", mode=ON, says=Says.NUDGE)
    told = words(client.get(RULES))
    for some in ("Length", "It counts letters.", "Hold for review", "Loud", "Filled in by hand"):
        assert some in told
    assert told.index("Length") < told.index("Loud") < told.index("Filled in by hand")
    assert ScreeningRule.objects.count() == 1, "it was only looked at"


def test_the_list_asks_the_same_however_many_rules_and_objections(client, chief, ben, monkeypatch):
    client.get(RULES)
    asked = []
    for count in (1, 30):
        many = [Rule(f"rule{number}", "r", "r", loud, ON, Says.HOLD) for number in range(count)]
        monkeypatch.setattr(pipeline, "RULES", tuple(many))
        posted(ben, "LOUD")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(RULES).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_a_rule_is_set_by_its_form(client, chief):
    page = words(client.get(f"{RULES}length/change/"))
    assert 'name="option_most" value="5" min="1" max="100"' in page and "From 1 to 100." in page
    assert 'value="refuse"' not in page, "what it may not say is not offered"
    sent = client.post(f"{RULES}length/change/", form(mode="shadow", option_most="9", option_names="Ada\r\nBen"))
    assert (sent.status_code, sent["Location"]) == (303, RULES)
    row = ScreeningRule.objects.get()
    assert (row.code, row.mode, row.version) == ("length", "shadow", 1)
    assert row.options == {"most": 9, "guests": True, "names": "Ada\nBen"}
    told = words(client.get(f"{RULES}length/history/"))
    assert "chief" in told.lower() and "letters allowed: 5 → 9" in told
    client.post(f"{RULES}length/change/", form(mode="shadow", option_most="9", option_names="Ada\r\nBen"))
    assert ScreeningRule.objects.get().version == 1


@pytest.mark.parametrize(
    "wrong", [{"option_most": "0"}, {"option_most": "many"}, {"mode": "loud"}, {"says": "refuse"}, {"says": "publish"}]
)
def test_what_does_not_fit_is_not_set(client, chief, wrong):
    for more in ({}, {"_try": "1"}):
        assert client.post(f"{RULES}length/change/", form(**wrong, **more)).status_code == 422
    assert not ScreeningRule.objects.exists() and not Simulation.objects.exists()


def test_there_is_no_form_of_a_rule_that_is_not_there(client, chief):
    assert client.get(f"{RULES}none/change/").status_code == 404


def test_a_rule_is_tried_without_being_set(client, chief, ben):
    under = thread()
    long = say(ben, "longer than nine", thread=under)
    say(ben, "just six", thread=under)
    sent = client.post(f"{RULES}length/change/", form(option_most="9", _try="1"))
    simulation = Simulation.objects.get()
    assert sent["Location"] == f"/admin/discussion/simulation/{simulation.pk}/change/"
    assert not ScreeningRule.objects.exists()
    running = client.get(sent["Location"])
    assert running["Refresh"] == "2" and "Running: 0 of 2 comments." in words(running)
    simulate.call(simulation.pk)
    done = client.get(sent["Location"])
    told = words(done)
    assert "Refresh" not in done and "Finished: 2 of 2 comments." in told
    assert "Hold for review: 1" in told and "Hold for review: 2" in told
    assert f'href="/admin/discussion/comment/{long.pk}/change/"' in told


def test_a_trial_is_stopped_and_goes_on(client, chief):
    client.post(f"{RULES}length/change/", form(_try="1"))
    simulation = Simulation.objects.get()
    page, act = (
        f"/admin/discussion/simulation/{simulation.pk}/change/",
        f"/admin/discussion/simulation/{simulation.pk}/standing/",
    )
    assert client.post(act, {"stop": "1"})["Location"] == page
    assert "Refresh" not in client.get(page) and "Stopped: 0 of 0" in words(client.get(page))
    client.post(act)
    assert client.get(page)["Refresh"] == "2"
    Simulation.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    told = client.get(page)
    assert "Refresh" not in told and "let it go on" in words(told)


def test_what_cannot_be_tried_says_so(client, chief):
    page = words(client.get(f"{RULES}by_hand/change/"))
    assert "cannot be tried" in page and "_try" not in page
    told = {"mode": "on", "says": "refuse", "option_fastest": "2", "_try": "1"}
    assert client.post(f"{RULES}by_hand/change/", told).status_code == 422
    assert not Simulation.objects.exists()


def test_moderators_neither_set_rules_nor_try_them(client):
    client.force_login(staff(MODERATORS))
    for address in (RULES, f"{RULES}length/change/", f"{RULES}length/history/", "/admin/discussion/simulation/"):
        assert client.get(address).status_code == 403
        assert client.post(address, form(_try="1")).status_code == 403
    assert not ScreeningRule.objects.exists() and not Simulation.objects.exists()


def test_the_desk_says_which_rule_held_a_comment(client, ben):
    client.force_login(staff(MODERATORS))
    comment = posted(ben, "FAR TOO LONG")
    told = words(client.get(f"/moderation/?queue=held&comment={comment.pk}"))
    assert "Held by Length" in told and "12 letters, 5 are allowed." in told
    assert "Loud would have asked its writer to look again" in told and "in shadow, without effect" in told


def test_the_page_of_a_comment_has_every_answer_to_every_wording(client, ben):
    client.force_login(staff(MODERATORS))
    comment = posted(ben, "fine")
    Verdict.objects.create(
        comment=comment,
        thread=comment.thread,
        wording=1,
        says=Says.HOLD,
        original="drat",
        steps=[["length", "hold", "on", 0.4, "Six."]],
    )
    told = words(client.get(f"/admin/discussion/comment/{comment.pk}/change/"))
    for some in (
        "As it was posted: Publish",
        "Let through by Length",
        "Let through by Loud",
        "Let through by Filled in",
    ):
        assert some in told
    assert told.index("Edit 1: Hold") < told.index("As it was posted") and "0.4 ms" in told and "drat" in told


def test_what_was_stopped_at_the_door_is_listed_for_a_month(client, ben):
    client.force_login(staff(MODERATORS))
    under = thread()
    keep(screen(Draft("far too long", under, by=ben)))
    posted(ben, "too long, and posted")
    old = keep(screen(Draft("much too long", under, by=ben)))
    Verdict.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    told = words(client.get("/admin/discussion/stopped/"))
    assert "12 letters" in told and "Held by Length" in told and "Ben" in told
    assert "13 letters" not in told and "20 letters" not in told
    assert Objection.objects.count() == 3
