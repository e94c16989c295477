"""Who has heard of a decision hears that it was undone, and nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.appealing import appeal, decision_about
from discussion.models import Comment, Event, Mail, Notice, Restriction, State
from discussion.moderating import decide_appeal, restrict, suspend_person, undo, warn_person
from discussion.notifications.decisions import told_of
from discussion.notifications.inbox import mark_seen, unread
from discussion.posting import withdraw_comment
from tests.discussion.deciding_mails import body, decide, let_it_stand, moderator, reported, told
from tests.discussion.mailing import mail_server, replay, work
from tests.discussion.standing import guest
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)

TAKEN_BACK = "The decision about your comment was taken back: Headline of bridge"


@pytest.fixture
def box(settings):
    settings.TELL_AUTHORS = False
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def mod():
    return moderator("mod")


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def bridge():
    return thread(article("bridge"))


def take_back(batch, by):
    assert undo(batch, by=by, reason="A secret between us.").done
    let_it_stand()


def subjects(box, address="ben@example.org"):
    return [message["Subject"] for message in box.to(address)]


def test_after_the_mail_has_left_its_author_hears_that_it_was_taken_back(box, mod, ben, bridge):
    comment = say(ben, "It is a bridge.", thread=bridge)
    batch = decide("hide", comment, by=mod)
    let_it_stand()
    take_back(batch, mod)
    assert subjects(box) == ["Your comment was taken down: Headline of bridge", TAKEN_BACK]
    words = body(box.arrived[-1])
    assert "“Your comment was taken down”" in words and "> It is a bridge." in words and f"/{comment.pk}/" in words
    assert "secret" not in words and "Mod" not in words
    assert told(ben) == [Event.Kind.UNDONE] and unread(ben) == 1


def test_a_guest_hears_it_too(box, mod, bridge):
    batch = decide("hide", say(guest("cem@example.org"), thread=bridge), by=mod)
    let_it_stand()
    take_back(batch, mod)
    assert subjects(box, "cem@example.org")[1:] == [TAKEN_BACK] and not Notice.objects.filter(event__isnull=False)


def test_who_has_only_read_it_in_his_inbox_reads_the_other_there(box, mod, ben, bridge):
    batch = decide("hide", say(ben, thread=bridge), by=mod)
    work()
    mark_seen(voice=ben, up_to=Notice.objects.get(voice=ben).pk)
    take_back(batch, mod)
    assert box.arrived == [] and told(ben) == [Event.Kind.UNDONE]


def test_in_time_nobody_hears_anything(box, mod, ben, bridge):
    batch = decide("hide", say(ben, thread=bridge), by=mod)
    work()
    take_back(batch, mod)
    assert box.arrived == [] and told(ben) == [] and not Mail.objects.exists()


def test_what_a_worker_is_just_sending_is_corrected_if_it_leaves(box, mod, ben, bridge):
    left, kept = (say(ben, f"Number {number}.", thread=bridge) for number in range(2))
    batches = [decide("hide", comment, by=mod) for comment in (left, kept)]
    work()
    Mail.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    for batch in batches:
        undo(batch, by=mod)
    work()
    first, second = Mail.objects.filter(event__kind=Event.Kind.HIDDEN).order_by("pk")
    Mail.objects.filter(pk=first.pk).update(sent_at=timezone.now(), lease_until=None)
    second.delete()
    let_it_stand()
    assert subjects(box) == [TAKEN_BACK] and "> Number 0." in body(box.arrived[0])


def test_what_was_decided_together_is_taken_back_in_one_mail_and_once(box, mod, ben, bridge):
    batch = decide("hide", *[say(ben, f"Number {number}.", thread=bridge) for number in range(30)], by=mod)
    let_it_stand()
    take_back(batch, mod)
    for event in Event.objects.filter(kind=Event.Kind.UNDONE):
        replay(event)
    let_it_stand()
    assert len(subjects(box)) == 2 and subjects(box)[1] == "The decision about your comment was taken back (30)"


@pytest.mark.parametrize("then", ["rejected", "withdrawn"])
def test_what_has_become_of_it_since_is_told_instead(box, mod, ben, bridge, then):
    comment = say(ben, thread=bridge)
    batch = decide("hide", comment, by=mod)
    let_it_stand()
    undo(batch, by=mod)
    if then == "rejected":
        decide("refuse", comment, by=mod)
    else:
        withdraw_comment(comment=Comment.objects.get(), by=ben)
    let_it_stand()
    later = ["Your comment was rejected: Headline of bridge"] if then == "rejected" else []
    assert subjects(box)[1:] == later


def test_who_reported_it_hears_that_it_is_looked_at_again(box, mod, ben, bridge):
    comment, ada = say(ben, "Buy this!", thread=bridge), voice(person("ada"))
    reported(comment, ada)
    batch = decide("spam", comment, by=mod)
    let_it_stand()
    take_back(batch, mod)
    assert subjects(box, "ada@example.org") == [
        "What you reported was taken down: Headline of bridge",
        "The decision about what you reported was taken back: Headline of bridge",
    ]
    assert "“What you reported was taken down”" in body(box.arrived[-1]) and "Buy" not in body(box.arrived[-1])
    assert told(ben) == [] and subjects(box) == []  # of spam he had heard nothing


@pytest.mark.parametrize("act", ["warn", "ban", "suspend", "shadow"])
def test_whom_it_was_about_hears_it_but_never_of_a_shadow_ban(box, mod, ben, act):
    until = timezone.now() + timedelta(days=1)
    if act == "warn":
        warn_person(voice=ben, reason="Be kind.", by=mod)
    elif act == "suspend":
        suspend_person(voice=ben, until=until, reason="For a day.", by=mod)
    else:
        restrict(kind=Restriction.Kind(act), voice=ben, by=mod, reason="For a day.", until=until)
    let_it_stand()
    take_back(Event.objects.get(about=ben).batch, mod)
    assert subjects(box)[1:] == ([] if act == "shadow" else ["A decision about you was taken back"])
    assert told(ben) == ([] if act == "shadow" else [Event.Kind.UNDONE])


def test_an_answer_to_an_appeal_that_is_taken_back_is_told_once(box, mod, ben, bridge):
    comment = say(ben, thread=bridge)
    decide("hide", comment, by=mod)
    other = moderator("other")
    one = appeal(decision=decision_about(Comment.objects.get()), by=ben, text="But.")
    event = decide_appeal(appeal=one, granted=True, answer="You were right.", by=other)
    let_it_stand()
    take_back(event.batch, other)
    assert subjects(box)[-2:] == ["Your appeal was granted: Headline of bridge", TAKEN_BACK]
    assert "“Your appeal was granted”" in body(box.arrived[-1])


def test_to_who_is_shadow_banned_it_reads_as_published(box, mod, ben, bridge):
    comment = say(ben, thread=bridge, state=State.SHADOWED)
    batch = decide("hide", comment, by=mod)
    let_it_stand()
    take_back(batch, mod)
    assert subjects(box)[1:] == [TAKEN_BACK] and f"/comments/{comment.pk}/" in body(box.arrived[-1])
    event = Event.objects.get(kind=Event.Kind.UNDONE)
    assert any(part.words == "Read it" for paragraph in told_of(event, ben).paragraphs for part in paragraph.parts)
