"""Appeals: who may, against what, once; who decides them; and that each step can be undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.appealing import appeal, decision_about, may_appeal
from discussion.leaving import erase_guest, leave
from discussion.models import Appeal, Comment, Event, State
from discussion.moderating import decide_appeal, undo
from discussion.moderating.appeals import decided_appeals, open_appeals
from discussion.permissions import NotAllowed
from discussion.posting import undo_withdrawal, withdraw_comment
from tests.discussion.deciding_mails import body, decide, let_it_stand, moderator, reported, told
from tests.discussion.mailing import mail_server, work
from tests.discussion.standing import guest, is_sound
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)

Outcome = Appeal.Outcome


@pytest.fixture
def mod():
    return moderator("mod")


@pytest.fixture
def other():
    return moderator("other")


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def down(mod, ben):
    """A comment of Ben's that Mod has hidden."""
    comment = say(ben, "It is a bridge.", thread=thread(article("bridge")))
    decide("hide", comment, by=mod)
    return now(comment)


def now(comment):
    return Comment.objects.select_related("voice", "thread").get(pk=comment.pk)


def appealed(comment, by=None, text="It calls nobody anything."):
    return appeal(decision=decision_about(now(comment)), by=by or comment.voice, text=text)


def outcome(one):
    one.refresh_from_db()
    return one.outcome


@pytest.mark.parametrize("act", ["refuse", "hide", "spam"])
def test_an_author_appeals_and_it_waits_for_seven_days(mod, ben, act):
    comment = say(ben, thread=thread())
    decide(act, comment, by=mod)
    one = appealed(comment)
    assert (one.deadline_at - one.at, one.outcome, one.voice) == (timedelta(days=7), Outcome.OPEN, ben)
    event = Event.objects.get(kind=Event.Kind.APPEALED)
    assert (event.comment, event.by, event.reason) == (comment, ben, "")
    assert list(open_appeals()) == [one] and not decided_appeals()


def test_nobody_else_does(down):
    with pytest.raises(NotAllowed, match="author"):
        appealed(down, by=voice())
    assert not Appeal.objects.exists()


def test_once_a_decision(down, mod):
    appealed(down)
    with pytest.raises(NotAllowed, match="already"):
        appealed(down)
    decide("restore", down, by=mod)
    decide("hide", down, by=mod)
    appealed(down)
    assert Appeal.objects.count() == 2


def test_not_later_than_the_days_that_are_set(down, settings):
    settings.APPEAL_DAYS = 2
    Event.objects.update(at=timezone.now() - timedelta(days=2, minutes=1))
    with pytest.raises(NotAllowed, match="2 days"):
        appealed(down)
    settings.APPEAL_DAYS = 3
    appealed(down)


@pytest.mark.parametrize("text", ["", " \n "])
def test_not_without_a_word(down, text):
    with pytest.raises(NotAllowed, match="why"):
        appealed(down, text=text)


@pytest.mark.parametrize("then", ["undone", "restored", "withdrawn"])
def test_not_against_what_no_longer_stands(down, mod, ben, then):
    decision = decision_about(down)
    if then == "undone":
        undo(decision.batch, by=mod)
    elif then == "restored":
        decide("restore", down, by=mod)
    else:
        withdraw_comment(comment=down, by=ben)
    assert decision_about(now(down)) is None and not may_appeal(True, None, now(down))
    with pytest.raises(NotAllowed):
        appeal(decision=decision, by=ben, text="But.")


def test_granted_the_comment_is_back_and_undone_all_is_as_it_was(down, mod, other, ben):
    one = appealed(down)
    before = Appeal.objects.values().get(), Comment.objects.values("state").get()
    event = decide_appeal(appeal=one, granted=True, answer="You were right.", by=other)
    assert now(down).state == State.PUBLISHED and outcome(one) == Outcome.GRANTED
    assert one.answer == "You were right." and one.decided_by.user == other and is_sound(down.thread)
    assert {step.kind for step in Event.objects.filter(batch=event.batch)} == {"restored", "appeal_granted"}
    assert len(undo(event.batch, by=other).done) == 2
    assert (Appeal.objects.values().get(), Comment.objects.values("state").get()) == before
    assert is_sound(down.thread) and list(open_appeals()) == [one]
    work()
    assert outcome(one) == Outcome.OPEN


def test_denied_the_decision_stands_and_undone_it_is_open_again(down, other):
    one = appealed(down)
    with pytest.raises(NotAllowed, match="why"):
        decide_appeal(appeal=one, granted=False, answer=" ", by=other)
    event = decide_appeal(appeal=one, granted=False, answer="It does.", by=other)
    assert now(down).state == State.HIDDEN and outcome(one) == Outcome.DENIED
    with pytest.raises(NotAllowed, match="no decision"):
        decide_appeal(appeal=one, granted=True, answer="", by=other)
    undo(event.batch, by=other)
    assert outcome(one) == Outcome.OPEN and one.answer == "" and one.decided_at is None


def test_nobody_decides_on_his_own_act_nor_about_himself_nor_about_who_stands_above(down, mod, other):
    one = appealed(down)
    with pytest.raises(NotAllowed, match="another moderator"):
        decide_appeal(appeal=one, granted=True, answer="", by=mod)
    own = say(voice(other), thread=down.thread)
    decide("hide", own, by=mod)
    with pytest.raises(NotAllowed, match="himself"):
        decide_appeal(appeal=appealed(own), granted=True, answer="", by=other)
    chief = person("chief", is_superuser=True)
    above = say(voice(chief), thread=down.thread)
    decide("hide", above, by=person("second", is_superuser=True))
    with pytest.raises(NotAllowed, match="above"):
        decide_appeal(appeal=appealed(above), granted=True, answer="", by=other)
    assert Appeal.objects.filter(outcome=Outcome.OPEN).count() == 3


def test_an_appeal_against_what_was_undone_needs_no_answer(down, mod, other):
    one = appealed(down)
    undo(decision_about(down).batch, by=mod)
    assert not open_appeals()
    with pytest.raises(NotAllowed, match="nothing to decide"):
        decide_appeal(appeal=one, granted=False, answer="No.", by=other)
    work()
    assert outcome(one) == Outcome.MOOT


def test_it_does_again_when_the_restoring_is_undone(down, mod):
    one = appealed(down)
    batch = decide("restore", down, by=mod)
    work()
    assert outcome(one) == Outcome.MOOT
    undo(batch, by=mod)
    work()
    assert outcome(one) == Outcome.OPEN and list(open_appeals()) == [one]


def test_what_its_author_took_back_waits_for_nobody_until_he_returns_it(down, ben):
    one = appealed(down)
    withdraw_comment(comment=down, by=ben)
    assert not open_appeals()
    undo_withdrawal(comment=now(down), by=ben)
    assert list(open_appeals()) == [one]


@pytest.mark.parametrize(("granted", "subject"), [(True, "granted"), (False, "denied")])
def test_the_author_hears_the_answer_once_and_not_from_whom(settings, down, other, ben, granted, subject):
    settings.TELL_AUTHORS = False
    one = appealed(down)
    with mail_server(settings) as box:
        decide_appeal(appeal=one, granted=granted, answer="I looked & thought.", by=other)
        let_it_stand()
    (message,) = [message for message in box.to("ben@example.org") if "appeal" in message["Subject"]]
    assert message["Subject"] == f"Your appeal was {subject}: Headline of bridge"
    assert "I looked & thought." in body(message) and "Other" not in body(message)
    assert told(ben)[0] == f"appeal_{subject}" and len([kind for kind in told(ben) if kind != "hidden"]) == 1
    assert not [message for message in box.arrived if "is published" in message["Subject"]]


def test_a_guest_is_led_to_his_own_page_by_the_mail(settings, mod):
    comment = say(guest("cem@example.org"), "A guest's.", thread=thread(article("bridge")))
    with mail_server(settings) as box:
        decide("hide", comment, by=mod)
        let_it_stand()
    (message,) = box.to("cem@example.org")
    assert "/mine/" in body(message) and f"/comments/{comment.pk}/appeal" in body(message)


def test_reports_of_a_comment_that_is_back_are_not_open(down, other, mod):
    one = appealed(down)
    reported(down, voice())
    decide_appeal(appeal=one, granted=True, answer="", by=other)
    assert not down.reports.filter(outcome="open").exists()


@pytest.mark.parametrize("who", ["a member", "a guest"])
def test_who_goes_leaves_no_word_of_it(mod, other, who):
    by = voice(person("ada")) if who == "a member" else guest("cem@example.org")
    comment = say(by, thread=thread())
    decide("hide", comment, by=mod)
    one = appealed(comment, text="My words.")
    if who == "a member":
        leave(by.user, comments_go=False)
    else:
        erase_guest(by.email, comments_go=False)
    one.refresh_from_db()
    assert (one.text, one.answer, one.outcome) == ("", "", Outcome.MOOT) and not open_appeals()
    work()
    assert outcome(one) == Outcome.MOOT
