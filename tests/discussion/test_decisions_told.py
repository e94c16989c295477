"""Who is told of what moderators decide, with which words, and that nobody is told of what was undone in time."""

from datetime import timedelta
from uuid import uuid4

import html5lib
import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from discussion.events import record
from discussion.models import Comment, Event, Mail, Notice, NoticeText, Restriction, State, Thread
from discussion.moderating import lift_suspension, suspend_person, undo
from discussion.notifications.decided import tell_decision
from discussion.notifications.inbox import unread
from discussion.notifications.pacing import UNDO_SECONDS
from discussion.posting import withdraw_comment
from people.models import User
from tests.discussion.deciding_mails import body, decide, let_it_stand, looks, moderator, reported, told
from tests.discussion.mailing import follower, later, mail_server, replay, work
from tests.discussion.standing import guest
from tests.factories import article, person, say, thread, voice
from tests.pages.attacks import packed

pytestmark = pytest.mark.django_db(transaction=True)

TAGS = {*("html", "head", "meta", "title", "style", "body"), *("div", "h1", "p", "span", "blockquote", "a")}
DECISIONS = Mail.objects.filter(kind=Mail.Kind.DECISION)


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


def test_an_author_hears_what_was_taken_down_and_why_and_by_whom_never(box, mod, ben, bridge):
    comment = say(ben, "You are a **fool**.", thread=bridge)
    decide("hide", comment, by=mod, reason="It calls somebody a fool.")
    let_it_stand()
    (message,) = box.to("ben@example.org")
    assert message["Subject"] == "Your comment was taken down: Headline of bridge"
    for part in (body(message), looks(message)):
        assert "You are a fool." in part and "Attacks a person" in part and "It calls somebody a fool." in part
        assert f"/comments/{comment.pk}/appeal" in part and "Mod" not in part.replace("Moderator", "")
    assert "> You are a fool." in body(message)
    assert told(ben) == [Event.Kind.HIDDEN] and unread(ben) == 1


def test_the_mail_waits_until_it_can_no_longer_be_undone_by_a_press(box, mod, ben, bridge):
    decide("refuse", say(ben, thread=bridge, state=State.HELD), by=mod)
    work()
    assert box.arrived == [] and DECISIONS.get().due_at == Event.objects.last().at + timedelta(seconds=UNDO_SECONDS)
    later(seconds=UNDO_SECONDS + 1)
    work()
    assert [message["Subject"] for message in box.arrived] == ["Your comment was rejected: Headline of bridge"]


def test_of_spam_its_author_hears_nothing_and_who_reported_it_does(box, mod, ben, bridge):
    comment = say(ben, thread=bridge)
    reported(comment, voice(person("ada")))
    decide("spam", comment, by=mod)
    let_it_stand()
    assert box.recipients == ["ada@example.org"] and told(ben) == []
    assert box.arrived[0]["Subject"] == "What you reported was taken down: Headline of bridge"


@pytest.mark.parametrize(
    ("act", "words"), [("hide", "and took it down"), ("keep", "it can stay")], ids=["upheld", "dismissed"]
)
def test_each_who_reported_hears_the_outcome_once(box, mod, ben, bridge, act, words):
    comment = say(ben, "Buy <b>this</b>!", thread=bridge)
    ada, cem = voice(person("ada")), guest("cem@example.org", "Cem")
    for reader in (ada, cem, guest("unproved@example.org", proved=False)):
        reported(comment, reader, rule="spam")
    decide(act, comment, by=mod, reason="A secret between us.")
    let_it_stand()
    for event in Event.objects.filter(comment=comment):
        if event.kind in ("hidden", "kept"):
            replay(event)
    let_it_stand()
    outcomes = [message for message in box.arrived if message["To"] != "ben@example.org"]
    assert sorted(message["To"] for message in outcomes) == ["ada@example.org", "cem@example.org"]
    for message in outcomes:
        assert words in " ".join(body(message).split()) and "Spam or advertising" in body(message)
        assert "secret" not in body(message) and "Buy" not in body(message)
    assert len(told(ada)) == 1 and Notice.objects.filter(event__isnull=False).count() == (2 if act == "hide" else 1)


def test_who_waited_hears_that_it_is_out_and_a_guest_by_mail_alone(box, mod, ben, bridge):
    Thread.objects.filter(pk=bridge.pk).update(state=Thread.State.REVIEWED)
    his, guests = say(ben, thread=bridge), say(guest("cem@example.org"), thread=bridge)
    decide("approve", his, guests, by=mod)
    let_it_stand()
    assert box.recipients == ["ben@example.org", "cem@example.org"]
    assert {message["Subject"] for message in box.arrived} == {"Your comment is published: Headline of bridge"}
    assert told(ben) == [Event.Kind.APPROVED] and Notice.objects.filter(event__isnull=False).count() == 1


def test_who_did_not_know_that_he_was_not_heard_does_not_learn_it(box, mod, ben, bridge):
    decide("restore", say(ben, thread=bridge, state=State.SHADOWED), by=mod)
    let_it_stand()
    assert box.arrived == [] and told(ben) == []


def test_two_hundred_rejected_and_undone_in_time_leave_nothing_to_read(box, mod, bridge):
    said = [say(voice(), f"Number {number}.", thread=bridge) for number in range(200)]
    batch = decide("refuse", *said, by=mod)
    tell_decision(Event.objects.filter(batch=batch).first())  # with the first come all
    assert DECISIONS.count() == Notice.objects.filter(event__isnull=False).count() == 200
    assert len(undo(batch, by=mod).done) == 200
    let_it_stand()
    assert box.arrived == [] and not Mail.objects.exists()
    assert not any(unread(comment.voice) or told(comment.voice) for comment in said)


def test_two_hundred_rejected_are_one_mail_to_each(box, mod, bridge):
    said = [say(voice(), f"Number {number}.", thread=bridge) for number in range(200)]
    decide("refuse", *said, by=mod)
    let_it_stand()
    assert len(box.recipients) == len(set(box.recipients)) == 200


def test_what_was_decided_together_about_one_person_is_one_mail(box, mod, ben, bridge):
    said = [say(ben, f"Number {number}.", thread=bridge) for number in range(60)]
    decide("hide", *said, by=mod)
    decide("hide", say(ben, "Alone.", thread=bridge), by=mod)
    let_it_stand()
    one, many = sorted(box.arrived, key=lambda message: len(body(message)))
    assert many["Subject"] == "Your comment was taken down (60)" and "> Alone." in body(one)
    assert all(f"> Number {number}.\n" in body(many) for number in range(60))
    assert DECISIONS.values("message_id").distinct().count() == 2 and len(told(ben)) == 20  # a page of them


def test_a_second_time_tells_nobody_anything(box, mod, ben, bridge):
    decide("hide", *[say(ben, thread=bridge) for _number in range(3)], by=mod)
    for _again in range(2):
        for event in Event.objects.filter(kind=Event.Kind.HIDDEN):
            replay(event)
        let_it_stand()
    assert len(box.arrived) == 1 and Notice.objects.filter(voice=ben).count() == 3


@pytest.mark.parametrize("then", ["undone", "restored", "withdrawn"])
def test_what_is_no_longer_so_is_not_mailed(box, mod, ben, bridge, then):
    comment = say(ben, thread=bridge)
    batch = decide("hide", comment, by=mod)
    work()
    if then == "undone":
        undo(batch, by=mod)
    elif then == "restored":
        decide("restore", comment, by=mod)
    else:
        withdraw_comment(comment=comment, by=ben)
    let_it_stand()
    subjects = [message["Subject"] for message in box.arrived]
    assert subjects == (["Your comment is published: Headline of bridge"] if then == "restored" else [])


def test_who_follows_hears_of_what_was_approved_only_when_that_stands(box, mod, ben, bridge):
    follower(bridge, handle="ada")
    batch = decide("approve", say(ben, thread=bridge, state=State.HELD), by=mod)
    Mail.objects.all().delete()
    replay(Event.objects.get(kind=Event.Kind.APPROVED))
    assert all(mail.due_at > timezone.now() for mail in Mail.objects.all())
    undo(batch, by=mod)
    let_it_stand()
    assert box.arrived == []
    decide("approve", Comment.objects.get(), by=mod)
    let_it_stand()
    assert box.recipients == ["ada@example.org", "ben@example.org"]


def test_a_warning_and_a_ban_are_told_and_a_shadow_ban_is_not(box, mod, ben):
    by = voice(mod)
    until = (timezone.now() + timedelta(days=7)).isoformat()
    for kind in ("ban", "shadow"):
        Restriction.objects.create(voice=ben, kind=kind, by=by)
        kept = {"kind": kind, "until": until}
        record(Event.Kind.RESTRICTED, about=ben, by=by, reason=f"For {kind}.", batch=uuid4(), kept=kept)
    record(Event.Kind.WARNED, about=ben, by=by, reason="Be kind.", rule="attack", batch=uuid4())
    let_it_stand()
    assert sorted(message["Subject"] for message in box.arrived) == [
        "A warning from the moderators",
        "What you can do here was restricted",
    ]
    assert "shadow" not in "".join(map(body, box.arrived)) and "For ban." in "".join(map(body, box.arrived))
    assert sorted(told(ben)) == ["restricted", "warned"]


def suspended(whom, by, days=7):
    suspend_person(voice=whom, until=timezone.now() + timedelta(days=days), reason=f"For {days} days.", by=by)


def test_a_suspension_is_told_with_its_end(box, mod, ben, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    suspended(ben, mod)
    let_it_stand()
    (message,) = box.arrived
    assert message["Subject"] == "Your account is suspended" and message["To"] == "ben@example.org"
    until = date_format(localtime(User.objects.get(pk=ben.user_id).suspended_until), "DATETIME_FORMAT")
    assert f"before this time: {until}" in body(message) and "For 7 days." in body(message)
    assert "Mod" not in body(message).replace("Moderator", "").replace("moderator", "")
    assert told(ben) == ["suspended"] and unread(ben) == 1


@pytest.mark.parametrize("then", ["undone", "lifted", "replaced"])
def test_a_suspension_that_has_ended_is_not_mailed(box, mod, ben, then):
    suspended(ben, mod)
    work()
    if then == "undone":
        undo(Event.objects.get(kind=Event.Kind.SUSPENDED).batch, by=mod)
    elif then == "lifted":
        lift_suspension(voice=ben, by=mod)
    else:
        suspended(ben, mod, days=2)
    let_it_stand()
    assert ["For 2 days." in body(message) for message in box.arrived] == ([True] if then == "replaced" else [])


def test_decisions_leave_above_the_limit_of_an_hour(box, mod, ben, bridge, settings):
    settings.MAILS_AN_HOUR = 1
    for _number in range(3):
        decide("hide", say(ben, thread=bridge), by=mod)
    let_it_stand()
    assert len(box.to("ben@example.org")) == 3


def test_the_sites_own_words_count_the_most_fitting_first(box, mod, ben, bridge):
    NoticeText.objects.create(kind="hidden", text="Down it went.\n\n{comment}")
    NoticeText.objects.create(kind="hidden", rule="spam", text="No adverts: {rule}.\n\nUnknown {thing} stays.")
    decide("hide", say(ben, "First {reason}.", thread=bridge), by=mod, rule="attack")
    decide("hide", say(ben, "Second.", thread=bridge), by=mod, rule="spam")
    let_it_stand()
    first, second = sorted(map(body, box.arrived), reverse=True)
    assert "No adverts: Spam or advertising." in first + second and "Unknown {thing} stays." in first + second
    assert "Down it went." in first + second and "> First {reason}." in first + second
    assert "Second." not in first + second


def test_attacks_in_reason_and_words_are_text_and_no_header(box, mod, bridge):
    for place, text in enumerate(packed(900)):
        if place % 8:
            continue
        author = voice()
        decide("hide", say(author, text, thread=bridge), by=mod, reason=f"Bcc: a@b.c\r\n{text}", rule="")
    NoticeText.objects.create(kind="refused", text="\r\nBcc: all@example.org\r\n\r\n{comment.voice.email} {0} {rule")
    decide("refuse", say(voice(person("ada")), thread=bridge), by=mod)
    let_it_stand()
    assert len(box.arrived) > 10
    for message in box.arrived:
        assert message["Bcc"] is None and "\n" not in message["Subject"]
        mail = html5lib.parse(looks(message), namespaceHTMLElements=False)
        assert {element.tag for element in mail.iter()} <= TAGS
        assert all(link.get("href").startswith("http://127.0.0.1:8000/") for link in mail.iter("a"))
        assert not [name for element in mail.iter() for name in element.attrib if name.startswith("on")]
    (last,) = box.to("ada@example.org")
    assert "{comment.voice.email} {0} {rule" in body(last)
