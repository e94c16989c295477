"""What administrators set of a rule holds from the next comment on, and the log says who changed what."""

from dataclasses import dataclass

import pytest
from django.contrib.admin.models import LogEntry

from discussion.models import Says, ScreeningRule
from discussion.screening import Draft, Finding, Options, Rule, option, pipeline, screen
from discussion.screening.setting import rule_in_force, rule_named, set_rule
from people.roles import ADMINISTRATORS
from tests.factories import staff, thread, voice

pytestmark = pytest.mark.django_db
ON, SHADOW = ScreeningRule.Mode.ON, ScreeningRule.Mode.SHADOW


@dataclass(frozen=True)
class Length(Options):
    most: int = option(5, "letters allowed", 1, 100)
    names: str = option("", "names that may be longer")


def too_long(draft, options):
    long = len(draft.source) > options.most and draft.source not in options.names.splitlines()
    return Finding(f"{len(draft.source)} letters") if long else None


LENGTH = Rule("length", "Length", "Counts letters.", too_long, ON, Says.HOLD, options=Length)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    monkeypatch.setattr(pipeline, "RULES", (LENGTH,))


@pytest.fixture
def chief():
    return staff(ADMINISTRATORS, "chief")


def test_what_is_set_holds_from_the_next_comment_on(chief):
    assert screen(Draft("too long", thread(), by=voice())).says == Says.HOLD
    set_rule(rule=LENGTH, by=chief, mode=ON, says=Says.REFUSE, options=Length(7, ""))
    assert screen(Draft("too long", thread(), by=voice())).says == Says.REFUSE
    set_rule(rule=LENGTH, by=chief, mode=ON, says=Says.REFUSE, options=Length(7, "somebody\ntoo long"))
    assert screen(Draft("too long", thread(), by=voice())).says == Says.PUBLISH


def test_the_log_says_who_changed_what(chief):
    set_rule(rule=LENGTH, by=chief, mode=SHADOW, says=Says.HOLD, options=Length(7, "Ada\nBen"))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.object_repr) == (chief, "length", "Length")
    told = "mode: On → Shadow: counted, without effect; letters allowed: 5 → 7; names that may be longer: – → Ada, Ben"
    assert entry.change_message == told
    assert entry.get_admin_url() == "/admin/discussion/screeningrule/length/change/"


def test_each_change_makes_a_new_version_and_no_change_makes_none(chief):
    for most, version in ((7, 1), (7, 1), (8, 2)):
        set_rule(rule=LENGTH, by=chief, mode=ON, says=Says.HOLD, options=Length(most, ""))
        assert rule_in_force(LENGTH).version == version
    assert LogEntry.objects.count() == 2


def test_a_rule_is_not_set_to_what_it_may_not_say(chief):
    for says, options in ((Says.PUBLISH, Length()), (Says.HOLD, Options())):
        with pytest.raises(ValueError, match="length"):
            set_rule(rule=LENGTH, by=chief, mode=ON, says=says, options=options)
    assert not ScreeningRule.objects.exists()


def test_rules_are_found_by_their_names():
    assert rule_named("length") is LENGTH and rule_named("lengths") is None
