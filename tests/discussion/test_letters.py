"""Mails that are about no comment: the question whether an address is somebody's, and the link to all that is his."""

import re

import pytest
from django.utils import timezone

from discussion.guests.proving import confirm
from discussion.models import Mail, Suppressed, Thread, Voice
from discussion.notifications.delivery import PAUSES, claim, in_messages
from discussion.posting import withdraw_comment
from discussion.subscribing import subscribe
from tests.discussion.listeners import ANN, Kind, Pace, guest, letter, listener, waiting
from tests.discussion.mailing import deliver_all, expand, later, work
from tests.discussion.test_mail import EVIL, NAMES, parsed, parts, tags
from tests.discussion.test_mail import addresses as leads_to
from tests.factories import article, say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def under():
    return thread(article("bridge", headline="The bridge"), guests=Thread.Guests.WELCOME)


def test_a_question_names_what_waits_and_what_follows(under):
    said, mail = waiting(under, "It rose by a metre.")
    subscribe(by=said.voice, thread=under, kind=Kind.MINE, pace=Pace.DAILY)
    message = parsed(mail)
    assert message["Subject"] == "Please confirm your comment: The bridge" and message["To"] == ANN
    for part in parts(message):
        assert "It rose by a metre." in part and "Replies to you under “The bridge” by mail, once a day." in part
        assert "This was not me" in part
        assert "/confirmation" in part


def test_letters_are_nothing_that_could_be_ended(under):
    said, question = waiting(under)
    link = letter(Mail.Kind.LINK, said.voice)
    names = set()
    for mail in (question, link):
        message = parsed(mail)
        assert message["List-Unsubscribe"] is message["List-Unsubscribe-Post"] is message["List-Id"] is None
        assert message["Auto-Submitted"] == "auto-generated"
        names.add(message["Message-ID"])
        assert parsed(mail)["Message-ID"] in names
    assert len(names) == 2


def test_the_link_says_what_it_is_good_for():
    message = parsed(letter(Mail.Kind.LINK, guest()))
    assert message["Subject"] == "Everything of yours on Broadsheet"
    for part in parts(message):
        assert "/mine/" in part and "7 days" in part and "pass it on to nobody" in part and ANN not in part


@pytest.mark.parametrize("text", EVIL)
def test_nothing_of_a_stranger_s_words_is_a_link(under, text, settings):
    settings.ORIGIN = "https://news.example.org"
    words, page = parts(parsed(waiting(under, text)[1]))
    assert {address.startswith("https://news.example.org/") for address in leads_to(page)} == {True}
    assert not tags(page) & {"img", "script", "iframe", "object", "link", "svg", "form"}
    found = re.findall(r"\S+://\S+|www\.\S+|mailto:\S+|javascript:\S+", words)
    assert len(found) == 1 and found[0].startswith("https://news.example.org/guests/")


def test_a_stranger_s_words_are_quoted_no_further_than_one_knows_them_again(under):
    words, page = parts(parsed(waiting(under, "word " * 1900)[1]))
    assert words.count("word") < 100 > page.count("word ")


@pytest.mark.parametrize("name", [*NAMES, "Ann\rBcc: x@example.org", "Ann\u0085X: y", "www.evil.example", "ﷺ" * 60])
def test_a_name_is_text_in_it(under, settings, name):
    settings.SITE_NAME = name.replace("www.", "")  # the site's own is no stranger's
    message = parsed(waiting(under, name=name)[1])
    assert message["Bcc"] is message["X"] is None
    assert [len(message.get_all(header)) for header in ("From", "To", "Subject")] == [1, 1, 1]
    words, page = parts(message)
    assert "\u202e" not in words + page and "\x1f" not in words + page
    assert not re.search(r"^(Bcc|X): ", words, re.MULTILINE) and "img" not in tags(page)
    assert "www.evil" not in words + page


@pytest.mark.parametrize("answered", ["confirmed", "withdrawn", "bounced", "erased"])
def test_what_is_answered_is_not_asked(box, under, answered):
    said, _mail = waiting(under)
    if answered == "confirmed":
        confirm(voice=said.voice)
    elif answered == "withdrawn":
        withdraw_comment(comment=said, by=said.voice)
    elif answered == "bounced":
        Suppressed.objects.create(address=ANN)
    else:
        Voice.objects.filter(pk=said.voice_id).update(email="")
    deliver_all()
    assert box.arrived == [] and not Mail.objects.exists()


def test_the_link_goes_to_proved_addresses_alone(box):
    letter(Mail.Kind.LINK, guest())
    letter(Mail.Kind.LINK, guest("Bob", "bob@example.net", proved=False))
    deliver_all()
    assert box.recipients == [ANN]


def test_letters_wait_behind_no_news(under):
    for number in range(5):
        listener(under, f"ann{number}@example.net")
    say(voice(), thread=under)
    expand()
    _said, question = waiting(under)
    assert [mail.kind for mail in claim(2, timezone.now())] == ["confirm", "thread"]
    taken = [*Mail.objects.exclude(pk=question.pk), question]
    assert all(len(message) == 1 for message in in_messages(taken))


def test_letters_are_not_kept_for_the_hour_and_count_for_no_limit(box, under, settings):
    settings.MAILS_AN_HOUR = 1
    ann = listener(under)
    say(voice(), thread=under)
    work()
    letter(Mail.Kind.LINK, ann)
    letter(Mail.Kind.LINK, ann)
    work()
    assert len(box.arrived) == 3
    Mail.objects.exclude(comment=None).delete()
    say(voice(), thread=under)
    work()
    assert len(box.arrived) == 4


def test_letters_are_asked_again_of_a_slow_server_and_given_up_by_a_firm_one(box, under):
    _said, mail = waiting(under)
    box.at_rcpt.append("451 busy")
    deliver_all()
    assert Mail.objects.get().attempts == 1 and box.arrived == []
    later(seconds=PAUSES[0].total_seconds())
    box.at_rcpt.append("550 5.1.1 nobody")
    deliver_all()
    assert Mail.objects.get().failed_at and Suppressed.objects.get().address == mail.address
