"""Speaking and voting without an account, from the page that a reader has before him."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from discussion.guests import tokens
from discussion.guests.proving import confirm
from discussion.guests.robots import SALT
from discussion.models import Comment, Device, Event, Footprint, Mail, State, Voice, Vote
from tests.factories import article, guest, person, say, thread, voice
from tests.pages.every_url import rows
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

TEXT, NAME, MAIL, REMEMBER = "What would you add?", "Name", "E-mail address", "Remember me on this device"
GUS = {NAME: "Gus", MAIL: "Gus@Example.org"}
BRIDGE = "/articles/bridge/"


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"), guests="yes")


def ago(seconds):
    """What the hidden field says of a form that was made so long ago."""
    with freeze_time(timezone.now() - timedelta(seconds=seconds)):
        return signing.TimestampSigner(salt=SALT).sign("form")


def in_no_hurry(page):
    page.one("input", name="made").set("value", ago(20))
    return page


def asked(visitor, text="Words of a guest."):
    return in_no_hurry(visitor.open(BRIDGE).press("Post comment", {TEXT: text}))


def spoken(visitor, **who):
    return asked(visitor).press("Post comment", GUS | who)


def own(visitor):
    """The page of a guest who has spoken and confirmed his address."""
    spoken(visitor)
    confirm(voice=Voice.objects.get(user=None))
    return visitor.open(BRIDGE)


def cookies(visitor):
    return {name for name, cookie in visitor.client.cookies.items() if cookie.value}


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
    ids=["nothing", "a letter", "a number", "colons", "long", "signed elsewhere", "a list"],  # the same in all processes
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
def test_robots_are_told_to_try_again_and_write_nothing(robot):
    page = asked(Visitor())
    made = page.one("input", name="made")
    made.set("value", {"is fast": ago(0), "forges the time": "form:1:x", "has no time": ""}.get(robot, ago(20)))
    if robot == "fills in everything":
        page.one("input", name="website").set("value", "https://example.org")
    before = rows()
    page = page.press("Post comment", GUS)
    assert page.status == 422 and "too fast for a person" in page.words
    assert page.text_in(TEXT) == "Words of a guest." and page.text_in(NAME) == "Gus" and rows() == before
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


def test_a_strangers_vote_is_cast_on_a_page_of_its_own(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = visitor.open(BRIDGE).press("Vote up Ada's comment")
    assert page.answers == [303, 200] and page.heading == "Your vote" and not Vote.objects.exists()
    page = in_no_hurry(page).press("Vote up")
    assert page.answers == [303, 200] and cookies(visitor) == {"csrf", "guest"}
    assert page.button("Vote up Ada's comment").get("aria-pressed") == "true"
    silent = Vote.objects.get(value=1).voice
    assert (silent.name, silent.email) == ("", "")
    page = page.press("Vote down Ada's comment")
    assert page.answers == [303, 200] and Vote.objects.get().value == -1
    page.press("Vote down Ada's comment")
    assert not Vote.objects.exists()


def test_the_form_of_a_vote_sent_twice_is_one_vote(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = in_no_hurry(visitor.open(BRIDGE).press("Vote down Ada's comment"))
    page.press("Vote down")
    del visitor.client.cookies["guest"]
    page.press("Vote down")
    assert Vote.objects.count() == Voice.objects.filter(user=None).count() == 1


def test_who_only_voted_gives_his_name_when_he_speaks_and_keeps_his_vote(bridge):
    say(voice(person("ada")), thread=bridge)
    visitor = Visitor()
    page = in_no_hurry(visitor.open(BRIDGE).press("Vote up Ada's comment")).press("Vote up")
    assert "You will be asked for a name" in page.words and "You write as" not in page.words
    page = spoken(visitor)
    assert page.answers == [303, 200]
    assert Voice.objects.get(user=None) == Comment.objects.latest("pk").voice == Vote.objects.get().voice


def test_nobody_votes_on_his_own(bridge):
    visitor = Visitor()
    page = own(visitor)
    assert "disabled" in page.button("Vote up Gus's comment").attrib
    assert visitor.open(f"/comments/{Comment.objects.get().pk}/vote?value=1").status == 403


@pytest.mark.parametrize("value", ["", "0", "2", "x", "\x00"])
def test_a_vote_is_up_or_down(bridge, value):
    said = say(voice(), thread=bridge)
    assert Client().get(f"/comments/{said.pk}/vote", {"value": value}).status_code == 400


# Limits


def test_one_network_has_its_limit_whatever_it_calls_itself(settings):
    settings.GUEST_POSTS_AN_HOUR = 3
    visitor, statuses = Visitor(), []
    fields = asked(visitor)
    fields = {one.get("name"): one.get("value", "") for one in fields.one("form", id="composer").iter("input")}
    fields |= {"source": "Words.", "name": "Gus", "email": "gus@example.org"}
    for number in range(100):
        lie = f"203.0.{number}.9"
        lies = {
            "X-Forwarded-For": lie,
            "Client-IP": lie,
            "Forwarded": f"for={lie}",
            "User-Agent": lie,
            "X-Real-IP": lie,
        }
        new = fields | {"client_id": str(uuid4())}
        where = f"192.0.2.{number}"
        answer = visitor.client.post(f"{BRIDGE}comments/", new, headers=lies, REMOTE_ADDR=where)
        visitor.client.cookies.pop("guest", None)
        statuses.append(answer.status_code)
    assert statuses == [303, 303, 303, *[429] * 97]
    assert Comment.objects.count() == 3 and Footprint.objects.values("digest").distinct().count() == 1
    elsewhere = spoken(Visitor(REMOTE_ADDR="192.0.3.1"))
    assert elsewhere.answers == [303, 200]


def test_over_the_limit_the_time_is_said_and_the_text_kept(settings):
    settings.GUEST_POSTS_AN_HOUR = 1
    spoken(Visitor(REMOTE_ADDR="2001:db8::1"))
    page = spoken(Visitor(REMOTE_ADDR="2001:db8::2:2"))
    assert page.status == 429 and int(page.response["Retry-After"]) > 3500
    assert "Try again in 60 minutes." in page.words
    assert page.text_in(TEXT) == "Words of a guest." and page.text_in(NAME) == "Gus"


def test_behind_a_proxy_only_its_word_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.GUEST_POSTS_AN_HOUR = 1, 1
    first = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.1"}))
    again = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.99"}))
    other = spoken(Visitor(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.5, 192.0.9.1"}))
    assert [first.answers[0], again.answers[0], other.answers[0]] == [303, 429, 303]


def test_votes_have_a_limit_too(bridge, settings):
    settings.GUEST_VOTES_AN_HOUR = 1
    say(voice(person("ada")), thread=bridge)
    page = in_no_hurry(Visitor().open(BRIDGE).press("Vote up Ada's comment")).press("Vote up")
    page = page.press("Vote down Ada's comment")
    assert page.status == 429 and page.response["Retry-After"] and Vote.objects.get().value == 1


# The link in the mail


def confirmation(gus):
    return f"/guests/{tokens.proof_token(gus)}/confirmation"


def test_the_link_shows_what_waits_and_a_press_publishes_it():
    spoken(Visitor())
    gus, stranger = Voice.objects.get(user=None), Visitor()
    before = rows()
    for _ in range(2):
        page = stranger.open(confirmation(gus))
        assert page.status == 200 and "Words of a guest." in page.words
        assert stranger.client.head(confirmation(gus)).status_code == 200
    assert rows() == before
    page = page.press("Yes, confirm")
    assert page.answers == [200] and page.heading == "Your address is confirmed."
    assert Comment.objects.get().published and not cookies(stranger)
    assert page.follow("Headline of bridge").status == 200
    assert stranger.open(confirmation(gus)).heading == "Your address is confirmed already."
    assert stranger.client.post(confirmation(gus), {"no": "1"}).status_code == 200
    assert Comment.objects.get().published


def test_this_was_not_me():
    spoken(Visitor())
    gus = Voice.objects.get(user=None)
    page = Visitor().open(confirmation(gus)).press("This was not me")
    assert page.heading == "It is erased." and Comment.objects.get().state == State.ERASED
    assert Visitor().open(confirmation(gus)).status == 410
    assert not Voice.objects.filter(email="gus@example.org").exists()


def test_a_link_that_is_too_old_or_not_ours(client):
    gus = guest()
    with freeze_time(timezone.now() - timedelta(days=8)):
        old = confirmation(gus)
    forged = confirmation(gus)[:-20] + "x" * 6 + "/confirmation"
    other = f"/guests/{signing.dumps(gus.pk, salt='broadsheet.subscriptions')}/confirmation"
    before = rows()
    for address, status in ((old, 410), (forged, 404), (other, 404), ("/guests/x/confirmation", 404)):
        assert client.get(address).status_code == client.post(address).status_code == status
    assert rows() == before


# Cookies, pages, queries


def test_no_cookie_comes_before_it_is_needed(bridge):
    ada = voice(person("ada"))
    for _ in range(2):
        said = say(ada, thread=bridge)
    reading, visitor = Visitor(), Visitor()
    for page in (BRIDGE, "/", f"{BRIDGE}comments/{said.pk}/", f"/comments/{said.pk}/wordings", "/guest/"):
        reading.open(page)
        reading.client.get(f"/threads/{bridge.pk}/changes?since=0")
    assert cookies(reading) == set()
    spoken(visitor)
    assert cookies(visitor) == {"csrf", "guest"}
    kept = visitor.client.cookies["guest"]
    assert (kept["httponly"], kept["samesite"], kept["path"], kept["max-age"]) == (True, "Lax", "/", "")
    assert kept.value not in str(rows()) and Device.objects.get().digest not in kept.value
    visitor = Visitor()
    spoken(visitor, **{REMEMBER: "on"})
    assert visitor.client.cookies["guest"]["max-age"] == 365 * 86400


def test_behind_https_it_is_bound_to_the_host(settings):
    settings.HTTPS, settings.GUEST_COOKIE_NAME = True, "__Host-guest"
    visitor = Visitor()
    spoken(visitor)
    kept = visitor.client.cookies["__Host-guest"]
    assert kept["secure"] and kept["path"] == "/" and not kept["domain"]
    visitor.open("/guest/").press("Forget me on this device")
    assert visitor.client.cookies["__Host-guest"]["max-age"] == 0


def test_a_browser_that_is_to_forget_him_does():
    visitor = Visitor()
    page = own(visitor).follow("Change as whom you write")
    assert "you write as Gus" in page.words and "gus@example.org" in page.words
    kept = visitor.client.cookies["guest"].value
    page = page.press("Forget me on this device")
    assert "speaks as nobody" in page.words and not Device.objects.exists()
    visitor.client.cookies["guest"] = kept
    assert "You write as" not in visitor.open(BRIDGE).words
    assert Comment.objects.get().published


def test_the_mail_can_be_asked_for_again():
    visitor = Visitor()
    spoken(visitor)
    Mail.objects.update(sent_at=timezone.now())
    visitor.open("/guest/").press("Send the mail again")
    assert Mail.objects.open().count() == 1


def test_pages_of_a_guest_are_his_own(bridge):
    visitor = Visitor()
    spoken(visitor)
    page = visitor.open(BRIDGE)
    assert "Cookie" in page.response["Vary"]
    address = f"/threads/{bridge.pk}/changes?since=0"
    tags = {client.get(address)["ETag"] for client in (visitor.client, Client(), Visitor(person()).client)}
    assert len(tags) == 3
    known = visitor.client.get(address)["ETag"]
    assert visitor.client.get(address, headers={"If-None-Match": known}).status_code == 304
    assert re.fullmatch(r'"\d+\.0\.\d+"', known)


@pytest.mark.parametrize("waits", [True, False])
def test_an_article_page_asks_a_known_guest_little(bridge, waits):
    visitor = Visitor()
    if waits:
        spoken(visitor)
    else:
        own(visitor)
    for _ in range(5):
        say(voice(), thread=bridge)
    visitor.open(BRIDGE)
    with CaptureQueriesContext(connection) as asked_for:
        visitor.open(BRIDGE)
    assert len(asked_for) <= 12
