"""Speaking without an account, from the page that a reader has before him."""

import pytest
from django.core import signing
from django.test import Client

from discussion.models import Comment, Event, Mail, State, Verdict, Voice, Vote
from tests.factories import article, person, say, thread, voice
from tests.pages.every_url import rows
from tests.pages.guests import BRIDGE, GUS, MAIL, NAME, TEXT, ago, asked, cookies, in_no_hurry, own, spoken
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"), guests="yes")


def test_the_page_says_what_will_be_asked(bridge):
    assert "You will be asked for a name and an e-mail address; your text is kept." in Visitor().open(BRIDGE).words
    type(bridge).objects.update(guests="no")
    assert "You will be asked to log in; your text is kept." in Visitor().open(BRIDGE).words


def test_a_guest_gives_his_name_and_his_comment_waits_for_him_to_confirm():
    visitor = Visitor()
    page = visitor.open(BRIDGE).press("Post comment", {TEXT: "Words of a guest."})
    assert page.answers == [200] and page.text_in(TEXT) == "Words of a guest."
    assert not Comment.objects.exists() and cookies(visitor) == {"csrf"}
    page = in_no_hurry(page).press("Post comment", GUS)
    comment, gus = Comment.objects.get(), Voice.objects.get(user=None)
    assert page.answers == [303, 200] and page.address == f"{BRIDGE}#comment-{comment.pk}"
    assert (comment.state, comment.voice, gus.name, gus.email) == (State.UNPROVED, gus, "Gus", "gus@example.org")
    assert "Waiting for you to confirm your address, only you can see this" in page.words
    assert "We sent a mail to gus@example.org." in page.words and "You write as Gus." in page.words
    assert Mail.objects.get().kind == Mail.Kind.CONFIRM
    assert "Words of a guest." not in Visitor().open(BRIDGE).words
    assert "gus@example.org" not in Visitor(person("eve")).open(BRIDGE).html


def test_one_who_comes_to_the_page_itself_finds_the_form():
    visitor = Visitor()
    page = in_no_hurry(visitor.open(f"{BRIDGE}comments/")).press("Post comment", {TEXT: "Direct."} | GUS)
    assert page.answers == [303, 200] and Comment.objects.get().source == "Direct."


def test_a_reply_of_a_guest_hangs_where_it_belongs(bridge):
    said = say(voice(person("ada")), thread=bridge)
    page = in_no_hurry(Visitor().open(BRIDGE).follow("Reply to Ada")).press("Post comment", {"Your reply": "So?"} | GUS)
    assert page.answers == [303, 200]
    assert Comment.objects.get(parent=said).source == "So?"
    assert "We sent a mail to gus@example.org." in page.words


def test_a_script_that_opens_a_reply_gets_the_text_alone(bridge):
    said = say(voice(), thread=bridge)
    answer = Client().get(f"/comments/{said.pk}/replies", headers={"HX-Request": "true"})
    assert not answer.cookies and "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_known_guest_speaks_edits_and_deletes_as_members_do():
    visitor = Visitor()
    page = own(visitor).press("Post comment", {TEXT: "Second."})
    second = Comment.objects.latest("pk")
    assert page.answers == [303, 200] and second.published and second.voice.name == "Gus"
    page = visitor.open(f"/comments/{second.pk}/wording").press("Save", {"Your comment": "Third."})
    assert "Third." in page.words
    page = visitor.open(f"/comments/{second.pk}/withdrawal").press("Delete comment")
    assert Comment.objects.get(pk=second.pk).state == State.WITHDRAWN
    page.press("Undo")
    assert Comment.objects.get(pk=second.pk).published


def test_a_script_of_his_gets_what_stands_there_now():
    visitor = Visitor()
    page = own(visitor)
    sent = {
        "source": "By script.",
        "client_id": page.one("form", id="composer").find("input[@name='client_id']").get("value"),
        "csrfmiddlewaretoken": page.one("form", id="act").find("input[@name='csrfmiddlewaretoken']").get("value"),
    }
    answer = visitor.client.post(f"{BRIDGE}comments/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 201 and "By script." in answer.content.decode()


def test_nobody_else_can_do_anything_with_it(bridge):
    spoken(Visitor())
    other = Visitor()
    spoken(other)  # the same name and the same address
    first, _second = Comment.objects.order_by("pk")
    for page in (f"/comments/{first.pk}/wording", f"/comments/{first.pk}/withdrawal", f"{BRIDGE}comments/{first.pk}/"):
        assert other.open(page).status == 404
        Comment.objects.filter(pk=first.pk).update(state=State.PUBLISHED)
        assert other.open(page).status in (200, 403) and not other.open(page).buttons("Save")
        Comment.objects.filter(pk=first.pk).update(state=State.UNPROVED)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "1", "::", "x" * 5000, signing.dumps("forged"), signing.dumps([1])],
    # Signed values differ from process to process.
    ids=["nothing", "a letter", "a number", "colons", "long", "signed elsewhere", "a list"],
)
def test_a_cookie_that_is_none_of_ours_is_nobodys(cookie):
    client = Client()
    client.cookies["guest"] = cookie
    page = client.get(BRIDGE)
    assert page.status_code == 200 and b"You write as" not in page.content


def test_who_has_an_account_is_asked_to_use_it():
    person("ben")
    visitor = Visitor()
    page = asked(visitor).press("Log in instead")
    assert page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.text_in(TEXT) == "Words of a guest." and not page.links("Not you?")
    assert page.press("Post comment").answers == [303, 200]
    assert Comment.objects.get().voice.user.handle == "ben"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({NAME: "Ben"}, "A member of this site has this name"),
        ({NAME: "B\u200ben"}, "one line without invisible characters"),
        ({NAME: "x" * 61}, "at most 60 characters"),
        ({NAME: "\ufdfa" * 10}, "at most 60 characters"),
        ({NAME: "Gus\r\nBcc: x@example.org"}, "one line without"),
        ({NAME: ""}, "This field is required."),
        ({NAME: "Moderator"}, "This name is reserved."),
        ({MAIL: "gus"}, "Enter a valid email address."),
        ({MAIL: "gus@example.org\nBcc: x@example.org"}, "Enter a valid email address."),
        ({MAIL: ""}, "This field is required."),
        ({TEXT: ""}, "Write something first."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(wrong, why):
    person("ben")
    before = rows()
    page = asked(Visitor()).press("Post comment", GUS | wrong)
    assert page.status == 422 and why in page.words
    assert page.text_in(TEXT) == wrong.get(TEXT, "Words of a guest.")
    assert rows() == before
    assert in_no_hurry(page).press("Post comment", {TEXT: "Right."} | GUS).answers == [303, 200]


def test_a_preview_keeps_his_name():
    page = asked(Visitor()).press("Preview", GUS | {TEXT: "*soon*"})
    assert page.status == 200 and page.text_in(NAME) == "Gus" and page.text_in(MAIL) == "Gus@Example.org"
    assert page.one(class_="preview").find(".//em").text == "soon"
    assert in_no_hurry(page).press("Post comment").answers == [303, 200]


@pytest.mark.parametrize("robot", ["fills in everything", "is fast", "forges the time", "has no time"])
def test_robots_are_told_to_try_again_and_say_nothing(robot):
    page = asked(Visitor())
    made = page.one("input", name="made")
    made.set("value", {"is fast": ago(0), "forges the time": "form:1:x", "has no time": ""}.get(robot, ago(20)))
    if robot == "fills in everything":
        page.one("input", name="website").set("value", "https://example.org")
    before = rows()
    page = page.press("Post comment", GUS)
    assert page.status == 422 and "too fast for a person" in page.words
    assert page.text_in(TEXT) == "Words of a guest." and page.text_in(NAME) == "Gus"
    assert Verdict.objects.get().comment is None
    Verdict.objects.all().delete()
    assert rows() == before, "beside what is counted"
    assert in_no_hurry(page).press("Post comment").answers == [303, 200]


def test_the_form_sent_twice_makes_one_guest_and_one_comment():
    visitor = Visitor()
    page = asked(visitor)
    page.press("Post comment", GUS)
    del visitor.client.cookies["guest"]  # the second click was quicker than the answer
    assert page.press("Post comment", GUS).answers == [303, 200]
    assert Comment.objects.count() == Voice.objects.filter(user=None).count() == Event.objects.count() == 1
    assert page.press("Post comment", GUS).answers == [303, 200]
    assert Comment.objects.count() == 1


def test_without_a_token_of_ours_nothing_is_said():
    page = asked(Visitor())
    page.one("input", name="csrfmiddlewaretoken").set("value", "x" * 64)
    before = rows()
    assert page.press("Post comment", GUS).status == 403
    assert rows() == before


def test_in_another_discussion_that_asks_for_an_account_he_logs_in(bridge):
    visitor = Visitor()
    page = own(visitor)
    elsewhere = thread(article("tower"), guests="no")
    said = say(voice(person("ada")), thread=elsewhere)
    assert not visitor.open("/articles/tower/").one("form", id="composer").findall("input[@name='client_id']")
    page = visitor.open("/articles/tower/")
    assert page.press("Post comment", {TEXT: "Let me."}).heading == "Log in"
    assert page.press("Vote up Ada's comment").heading == "Log in"
    assert not Comment.objects.filter(thread=elsewhere).exclude(pk=said.pk).exists() and not Vote.objects.exists()


# Votes
