"""Reporting a comment, as readers do it without script."""

import pytest
from django.test import Client

from discussion.models import Comment, Footprint, Report, Rule, State, Thread, Voice
from discussion.moderating import ACTS, moderate
from discussion.posting import change_state, edit_comment
from discussion.reporting import report_comment
from people.roles import MODERATORS
from tests.factories import article, person, say, staff, thread, voice
from tests.pages.attacks import attacks, bad_links, packed
from tests.pages.guests import cookies, in_no_hurry
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
BRIDGE, LINK, NOTE = "/articles/bridge/", "Report Ada's comment", "Anything a moderator should know (optional)"


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"))


@pytest.fixture
def ada():
    return voice(person("ada"))


@pytest.fixture
def said(ada, bridge):
    return say(ada, "Words of Ada.", thread=bridge)


@pytest.fixture
def moderator():
    return staff(MODERATORS, "mod")


def choose(page, rule):
    """Presses the radio of this rule."""
    for radio in page.all("input", name="rule"):
        radio.attrib.pop("checked", None)
        if radio.get("value") == rule:
            radio.set("checked", "")
    return page


def test_a_reader_reports_a_comment_by_its_link(said):
    visitor = Visitor(person("ben"))
    page = visitor.open(BRIDGE).follow(LINK)
    assert page.heading == "Report a comment" and "Words of Ada." in page.words and not Report.objects.exists()
    page = choose(page, "hate").press("Send report", {NOTE: "Second line."})
    assert page.answers == [303, 200] and page.address == f"{BRIDGE}comments/{said.pk}/"
    assert "Thank you. A moderator will look at it." in page.words
    made = Report.objects.get()
    assert (made.rule, made.note, made.voice.user.handle, made.weight) == ("hate", "Second line.", "ben", 100)
    assert visitor.open(BRIDGE).links("Reported: Ada's comment") and not visitor.open(BRIDGE).links(LINK)


def test_each_rule_can_be_chosen(said):
    page = Visitor(person("ben")).open(f"/comments/{said.pk}/report")
    assert [radio.get("value") for radio in page.all("input", name="rule")] == Rule.values
    assert [page.field(str(rule.label)).get("type") for rule in Rule] == ["radio"] * 6


def test_what_he_said_before_stands_there_and_can_be_changed(said):
    visitor = Visitor(person("ben"))
    choose(visitor.open(f"/comments/{said.pk}/report"), "spam").press("Send report", {NOTE: "First."})
    page = visitor.open(BRIDGE).follow("Reported: Ada's comment")
    assert "you can change what you said" in page.words and page.text_in(NOTE) == "First."
    assert page.one("input", name="rule", checked="").get("value") == "spam"
    choose(page, "hate").press("Send report", {NOTE: "Second."})
    assert Report.objects.values_list("rule", "note").get() == ("hate", "Second.")


def test_when_it_is_decided_he_reads_what_came_of_it(said, moderator):
    ben = person("ben")
    report_comment(comment=said, by=voice(ben), rule=Rule.SPAM)
    moderate([said.pk], ACTS["keep"], by=moderator)
    page = Visitor(ben).open(f"/comments/{said.pk}/report")
    assert "a moderator has looked at it. The comment stays." in page.words and not page.buttons("Send report")


def test_when_it_was_worded_anew_after_that_he_is_offered_to_report_it_again(said, ada, moderator):
    ben = person("ben")
    report_comment(comment=said, by=voice(ben), rule=Rule.SPAM)
    moderate([said.pk], ACTS["keep"], by=moderator)
    visitor = Visitor(ben)
    assert visitor.open(BRIDGE).links("Reported: Ada's comment")
    edit_comment(comment=said, by=ada, source="Worse words.", wording=0)
    page = visitor.open(BRIDGE).follow(LINK)
    assert "Worse words." in page.words and not page.all("input", name="rule", checked="")
    choose(page, "hate").press("Send report")
    assert list(Report.objects.order_by("pk").values_list("rule", "outcome")) == [
        ("spam", "dismissed"),
        ("hate", "open"),
    ]
    assert visitor.open(BRIDGE).links("Reported: Ada's comment")


@pytest.mark.parametrize("fields", [{}, {"rule": "nonsense"}, {"rule": ""}])
def test_without_a_reason_the_note_is_kept(said, fields):
    client = Client()
    client.force_login(person("ben"))
    answer = client.post(f"/comments/{said.pk}/report", {"note": "Kept.", "wording": "0", **fields})
    assert answer.status_code == 422
    assert "Choose what is wrong with it." in answer.content.decode() and "Kept." in answer.content.decode()
    assert not Report.objects.exists()


def test_a_note_that_is_too_long_is_kept(said):
    page = Visitor(person("ben")).open(f"/comments/{said.pk}/report")
    page = choose(page, "spam").press("Send report", {NOTE: "x" * 501})
    assert page.status == 422 and "this one has 501" in page.words and page.text_in(NOTE) == "x" * 501


def test_about_other_words_it_is_not_sent(said, ada):
    page = choose(Visitor(person("ben")).open(f"/comments/{said.pk}/report"), "spam")
    edit_comment(comment=said, by=ada, source="Better words.", wording=0)
    page = page.press("Send report", {NOTE: "Kept."})
    assert page.status == 409 and "Better words." in page.words and page.text_in(NOTE) == "Kept."
    assert not Report.objects.exists()
    assert page.press("Send report").answers == [303, 200] and Report.objects.get().rule == "spam"


def test_what_was_held_meanwhile_is_not_there_any_more(said):
    page = choose(Visitor(person("ben")).open(f"/comments/{said.pk}/report"), "spam")
    under = Thread.objects.get()
    said.thread = under
    change_state(said, State.HELD)
    assert page.press("Send report").status == 404 and not Report.objects.exists()


def test_over_the_limit_the_time_is_said_and_the_note_kept(said, ada, bridge, settings):
    settings.REPORTS_AN_HOUR = 1
    ben = person("ben")
    report_comment(comment=say(ada, thread=bridge), by=voice(ben), rule=Rule.SPAM)
    page = choose(Visitor(ben).open(f"/comments/{said.pk}/report"), "spam").press("Send report", {NOTE: "Kept."})
    assert page.status == 429 and int(page.response["Retry-After"]) > 3500
    assert "in 60 minutes" in page.words and page.text_in(NOTE) == "Kept."


def test_nobody_reports_his_own(said, ada):
    visitor = Visitor(ada.user)
    assert not visitor.open(BRIDGE).links(LINK)
    page = visitor.open(f"/comments/{said.pk}/report")
    assert page.status == 403 and "You cannot report your own comment." in page.words
    fields = {"rule": "spam", "note": "Kept.", "wording": "0"}
    client = Client()
    client.force_login(ada.user)
    answer = client.post(f"/comments/{said.pk}/report", fields)
    assert answer.status_code == 403 and "Kept." in answer.content.decode() and not Report.objects.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED, State.UNPROVED}))
def test_what_he_may_not_read_he_does_not_report(ada, bridge, state):
    hidden = say(ada, thread=bridge, state=state)
    client = Client()
    client.force_login(person("ben"))
    fields = {"rule": "spam", "wording": "0"}
    assert client.get(f"/comments/{hidden.pk}/report").status_code == 404
    assert client.post(f"/comments/{hidden.pk}/report", fields).status_code == 404
    assert not Report.objects.exists()


# Without an account


def test_where_guests_are_not_welcome_it_leads_to_the_log_in(said):
    page = Visitor().open(BRIDGE).follow(LINK)
    assert page.address == f"/accounts/login/?next=/comments/{said.pk}/report"
    answer = Client().post(f"/comments/{said.pk}/report", {"rule": "spam", "wording": "0"})
    assert answer.status_code == 303 and answer["Location"].startswith("/accounts/login/")


@pytest.fixture
def welcome(bridge):
    Thread.objects.filter(pk=bridge.pk).update(guests="yes")


def guests_report(visitor, said, rule="spam"):
    return in_no_hurry(choose(visitor.open(f"/comments/{said.pk}/report"), rule)).press("Send report")


def test_a_stranger_reports_and_gets_a_voice_by_that(said, welcome):
    visitor = Visitor()
    page = guests_report(visitor, said)
    assert page.answers == [303, 200] and "guest" in cookies(visitor)
    made = Report.objects.get()
    assert (made.voice.name, made.voice.user, made.weight) == ("", None, 100)
    page = visitor.open(BRIDGE)
    assert page.links("Reported: Ada's comment")
    page = page.follow("Reported: Ada's comment")
    choose(page, "hate").press("Send report")
    assert Report.objects.get().rule == "hate" and Voice.objects.filter(user=None).count() == 1


def test_a_strangers_form_sent_twice_is_one_report(said, welcome):
    visitor = Visitor()
    page = in_no_hurry(choose(visitor.open(f"/comments/{said.pk}/report"), "spam"))
    page.press("Send report")
    del visitor.client.cookies["guest"]
    page.press("Send report")
    assert Report.objects.count() == Voice.objects.filter(user=None).count() == 1


def test_a_robot_does_not_report(said, welcome):
    page = choose(Visitor().open(f"/comments/{said.pk}/report"), "spam").press("Send report")
    assert page.status == 422 and "too fast for a person" in page.words and not Report.objects.exists()


def test_without_a_reason_a_strangers_note_is_kept(said, welcome):
    page = in_no_hurry(Visitor().open(f"/comments/{said.pk}/report")).press("Send report", {NOTE: "Kept."})
    assert page.status == 422 and page.text_in(NOTE) == "Kept." and not Voice.objects.filter(user=None).exists()


def test_one_stranger_under_many_names_does_not_hold_a_comment(said, welcome):
    for number in range(6):
        assert guests_report(Visitor(REMOTE_ADDR=f"192.0.2.{number}"), said).status == 200
    said.refresh_from_db()
    assert (said.report_count, said.report_weight, said.state) == (6, 150, State.PUBLISHED)
    for network in (3, 4):
        guests_report(Visitor(REMOTE_ADDR=f"192.0.{network}.1"), said)
    said.refresh_from_db()
    assert (said.report_weight, said.state) == (350, State.HELD)


def test_after_a_decision_and_new_words_the_first_of_a_network_weighs_in_full_again(said, ada, moderator, welcome):
    visitors = [Visitor(REMOTE_ADDR=f"192.0.2.{number}") for number in (1, 2)]
    for visitor in visitors:
        guests_report(visitor, said)
    moderate([said.pk], ACTS["hide"], by=moderator, reason="Not so.")
    moderate([said.pk], ACTS["restore"], by=moderator)
    said.refresh_from_db()
    edit_comment(comment=said, by=ada, source="Worse words.", wording=0)
    for visitor in visitors:
        choose(visitor.open(f"/comments/{said.pk}/report"), "spam").press("Send report")
    assert list(Report.objects.order_by("pk").values_list("weight", flat=True)) == [100, 10, 100, 10]


def test_one_network_has_its_limit(said, ada, bridge, welcome, settings):
    settings.REPORTS_AN_HOUR = 1
    guests_report(Visitor(REMOTE_ADDR="192.0.2.1"), said)
    other = say(ada, thread=bridge)
    page = guests_report(Visitor(REMOTE_ADDR="192.0.2.2"), other)
    assert page.status == 429 and page.response["Retry-After"] and Report.objects.count() == 1
    assert guests_report(Visitor(REMOTE_ADDR="192.0.3.1"), other).status == 200
    assert not Footprint.objects.filter(digest__contains="192.").exists()


# The desk, and what readers type


def test_the_desk_shows_who_reported_it_and_why(said, moderator, settings):
    settings.STAFF_MFA = False
    report_comment(comment=said, by=voice(person("ben")), rule=Rule.OFF_TOPIC, note="See the title.")
    page = Visitor(moderator).open(f"/admin/discussion/comment/{said.pk}/change/")
    assert "Off topic, Ben: See the title. Nobody has looked yet" in page.words
    for _reader in range(2):
        report_comment(comment=said, by=voice(), rule=Rule.HATE)
    page = Visitor(moderator).open(f"/admin/discussion/comment/{said.pk}/change/")
    assert "Held after reports, the site" in page.words


@pytest.mark.slow
def test_whatever_is_typed_is_text(said, bridge, moderator, settings):
    settings.STAFF_MFA, settings.REPORTS_TO_HOLD = False, 0
    texts = list(packed(500, attacks()))
    bens = Voice.objects.bulk_create([Voice(name="Ben") for _text in texts])
    Report.objects.bulk_create(
        Report(comment=said, voice=ben, rule="hate", note=text) for ben, text in zip(bens, texts, strict=True)
    )
    desk = Visitor(moderator).open(f"/admin/discussion/comment/{said.pk}/change/")
    assert bad_links(desk) == [] and len(desk.all("q")) == 100
    assert {element.tag for quote in desk.all("q") for element in quote} == set()
    visitor = Visitor(person("eve"))
    for text in texts[:60]:
        page = choose(visitor.open(f"/comments/{said.pk}/report"), "").press("Send report", {NOTE: text})
        assert page.status == 422 and not page.one("textarea", name="note")[:] and bad_links(page) == []
    moderate([said.pk], ACTS["hide"], by=moderator, reason=" ".join(texts[:40]))
    page = Visitor(said.voice.user).open(f"/comments/{said.pk}/standing")
    assert page.status == 200 and not page.one("q")[:] and bad_links(page) == []


@pytest.mark.parametrize("client_id", ["", "x", "6f1c1d5e-6a64-4c7e-9d0a-3b5f2c1a9e77"])
def test_a_strangers_form_with_whatever_id_can_be_sent_again(said, welcome, client_id):
    page = in_no_hurry(choose(Visitor().open(f"/comments/{said.pk}/report"), "spam"))
    page.one("input", name="client_id").set("value", client_id)
    page = page.press("Send report")
    if page.status == 422:
        page = in_no_hurry(page).press("Send report")
    assert page.status == 200 and Comment.objects.get().report_count == 1
