"""A person as moderators see him, and the list of what the site keeps out. By links and buttons, without script."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.models import Comment, Event, Note, Restriction, State
from discussion.moderating import ACTS, moderate, note, restrict, suspend_person
from people.roles import ADMINISTRATORS, MODERATORS
from tests.discussion.test_moderating import staff
from tests.factories import article, guest, person, say, thread, voice
from tests.pages.attacks import attacks, bad_links, packed, skeleton
from tests.pages.guests import BRIDGE
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

LIST = "/moderation/restrictions/"
WHY = "Three insults in a week."
Kind = Restriction.Kind


@pytest.fixture(autouse=True)
def no_second_step(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def mod():
    return staff(MODERATORS)


@pytest.fixture
def under():
    return thread(article("bridge"))


def page_of(voice):
    return f"/moderation/people/{voice.pk}/"


def post(user, address, **fields):
    client = Visitor(user).client
    client.handler.enforce_csrf_checks = False
    return client.post(address, fields)


def act(user, whom, do, **fields):
    return post(user, page_of(whom), do=do, **fields)


def test_it_tells_all_that_is_known_of_him(mod, ben, under):
    said = [say(ben, f"Number {number}.", thread=under) for number in range(25)]
    moderate([said[0].pk], ACTS["hide"], by=mod, reason="Off the subject.")
    note(about=ben, text="Twice now.", by=mod)
    restrict(kind=Kind.REVIEW, voice=ben, by=mod, reason=WHY)
    suspend_person(voice=ben, until=timezone.now() + timedelta(days=2), reason="Too much.", by=mod)
    page = Visitor(mod).open(page_of(ben))
    for words in ("Off the subject.", "Twice now.", WHY, "Too much.", "ben@example.org", "Published", "24"):
        assert words in page.words
    assert "Number 24." in page.words and "Number 4." not in page.words


@pytest.mark.parametrize("address", [LIST, "person"])
def test_nobody_but_moderators_opens_it(ben, address):
    address = page_of(ben) if address == "person" else address
    assert Visitor(person(is_staff=True)).client.get(address).status_code == 404
    assert Visitor(person()).client.get(address).status_code in (302, 403)
    assert Visitor().client.get(address).status_code == 302


def test_who_may_not_suspend_reads_and_notes_but_does_nothing_else(ben):
    reads = person(is_staff=True)
    reads.user_permissions.set(Permission.objects.filter(codename="moderate"))
    page = Visitor(reads).open(page_of(ben))
    assert page.buttons("Note") and not page.buttons("Warn")
    assert act(reads, ben, "note", text="Seen.").status_code == 303
    for do, fields in (
        ("warn", {"reason": WHY}),
        ("restrict", {"kind": "ban", "duration": "0", "reason": WHY}),
        ("suspend", {"duration": "1", "reason": WHY}),
        ("lift", {"restriction": "1"}),
        ("undo", {"batch": str(Event.objects.get().batch)}),
    ):
        assert act(reads, ben, do, **fields).status_code == 403
    assert post(reads, LIST, kind="email", pattern="*@a.example", duration="0", reason=WHY).status_code == 403
    assert not Restriction.objects.exists()


def test_each_form_does_what_its_button_says(mod, ben):
    page = Visitor(mod).open(page_of(ben))
    page = page.press("Note", {"Note": "Twice now."})
    assert page.answers == [303, 200] and "Twice now." in page.words
    assert act(mod, ben, "warn", reason=WHY, rule="attack").status_code == 303
    assert act(mod, ben, "restrict", kind="ban", duration="7", reason=WHY).status_code == 303
    assert act(mod, ben, "suspend", duration="1", reason=WHY).status_code == 303
    ban = Restriction.objects.get()
    assert ban.kind == Kind.BAN and timedelta(days=6) < ban.until - timezone.now() < timedelta(days=8)
    ben.user.refresh_from_db()
    assert ben.user.suspended
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["noted", "warned", "restricted", "suspended"]


def test_lift_let_in_and_undo_are_buttons(mod, ben):
    restrict(kind=Kind.BAN, voice=ben, by=mod, reason=WHY)
    suspend_person(voice=ben, until=timezone.now() + timedelta(days=2), reason="Too much.", by=mod)
    page = Visitor(mod).open(page_of(ben))
    page = page.press("Let in again")
    page = page.press("Lift: Banned: cannot comment, vote or report")
    assert Restriction.objects.get().lifted_at
    note(about=ben, text="Twice now.", by=mod)
    page = Visitor(mod).open(page_of(ben))
    undo = next(button for button in page.buttons() if button.get("value") == "undo")
    name = undo.get("aria-label") or " ".join("".join(undo.itertext()).split())
    assert page.press(name).answers == [303, 200]
    assert not Note.objects.exists()


def test_a_shadow_ban_takes_what_is_out_along(mod, ben, under):
    said = say(ben, thread=under)
    assert act(mod, ben, "restrict", kind="shadow", duration="0", comments_too="on").status_code == 303
    assert Comment.objects.get(pk=said.pk).state == State.SHADOWED


@pytest.mark.parametrize(
    "do, fields",
    [
        ("restrict", {"kind": "ban", "duration": "own", "reason": WHY}),
        ("restrict", {"kind": "ban", "duration": "own", "day": "31.2.", "reason": WHY}),
        ("restrict", {"kind": "email", "duration": "0", "reason": WHY}),
        ("restrict", {"kind": "ban", "duration": "99999", "reason": WHY}),
        ("suspend", {"duration": "0", "reason": WHY}),
        ("suspend", {"duration": "1", "reason": ""}),
        ("warn", {"reason": "", "rule": "attack"}),
        ("note", {"text": "x" * 2001}),
    ],
)
def test_what_makes_no_sense_comes_back_with_words(mod, ben, do, fields):
    answer = act(mod, ben, do, **fields)
    assert answer.status_code == 422 and "errorlist" in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("fields", [{"day": "2020-01-01", "duration": "own"}, {"duration": "1", "reason": " "}])
def test_what_the_verb_refuses_comes_back_with_words_too(mod, ben, fields):
    answer = act(mod, ben, "restrict", **{"kind": "ban", "reason": WHY, **fields})
    assert answer.status_code == 403 and "errorlist" in answer.content.decode()


@pytest.mark.parametrize(
    "do, fields",
    [("lift", {"restriction": "999"}), ("lift", {"restriction": "x"}), ("undo", {"batch": "x"})],
)
def test_what_is_not_there_is_a_404(mod, ben, do, fields):
    assert act(mod, ben, do, **fields).status_code == 404


def test_what_concerns_another_is_not_undone_from_here(mod, ben):
    other = voice()
    note(about=other, text="Hers.", by=mod)
    assert act(mod, ben, "undo", batch=str(Event.objects.get().batch)).status_code == 404
    assert Note.objects.exists()


def test_nobody_acts_on_who_stands_above_him_and_reads_why(mod):
    answer = act(mod, voice(staff(ADMINISTRATORS)), "warn", reason=WHY)
    assert answer.status_code == 403 and "above him" in answer.content.decode()


def test_an_address_is_banned_and_let_in_again_in_the_list(mod):
    page = Visitor(mod).open(f"{LIST}?pattern=gus@example.net")
    assert page.text_in("Pattern") == "gus@example.net"
    page = page.press("Ban", {"Reason": WHY})
    assert page.answers == [303, 200] and "gus@example.net" in page.words and WHY in page.words
    page = page.press("Lift: E-mail addresses banned gus@example.net")
    assert "gus@example.net" not in page.words


def test_who_is_restricted_now_is_listed_with_the_way_to_him(mod, ben):
    restrict(kind=Kind.BAN, voice=ben, by=mod, reason=WHY)
    suspend_person(voice=voice(person("cem")), until=timezone.now() + timedelta(days=2), reason=WHY, by=mod)
    page = Visitor(mod).open(LIST)
    assert page.follow("Ben").address == page_of(ben)
    assert "Cem" in page.words


@pytest.mark.parametrize("pattern", ["*", "*@*", "no address", "", "x" * 255])
@pytest.mark.parametrize("kind", ["email", "address"])
def test_a_pattern_that_is_none_comes_back_with_words(mod, kind, pattern):
    answer = post(mod, LIST, kind=kind, pattern=pattern, duration="0", reason=WHY)
    assert answer.status_code in (403, 422) and "errorlist" in answer.content.decode()
    assert not Restriction.objects.exists()


def test_one_does_not_ban_the_network_that_one_sits_in(mod):
    answer = post(mod, LIST, kind="address", pattern="127.0.0.1", duration="0", reason=WHY)
    assert answer.status_code == 403 and "you write from" in answer.content.decode()


def test_who_is_banned_reads_why_where_he_wanted_to_post_vote_and_follow(mod, ben, under):
    said = say(voice(), thread=under)
    restrict(kind=Kind.BAN, voice=ben, by=mod, reason=WHY)
    visitor = Visitor(ben.user)
    page = visitor.open(BRIDGE).press("Post comment", {"What would you add?": "My words."})
    assert page.status == 403 and WHY in page.words and page.text_in("What would you add?") == "My words."
    page = visitor.open(f"/comments/{said.pk}/vote?value=1")
    answer = post(ben.user, f"/comments/{said.pk}/vote", value="1")
    assert answer.status_code == 403 and WHY in answer.content.decode()
    answer = post(ben.user, f"/threads/{under.pk}/subscription", kind="thread")
    assert answer.status_code == 403 and WHY in answer.content.decode()
    assert visitor.open(BRIDGE).status == 200
    assert visitor.open("/accounts/close/").status == 200


def test_from_a_banned_network_nobody_posts(ben, under, mod):
    restrict(kind=Kind.ADDRESS, pattern="127.0.0.0/24", by=mod, reason=WHY)
    page = Visitor(ben.user).open(BRIDGE).press("Post comment", {"What would you add?": "My words."})
    assert page.status == 403 and "Your network is banned" in page.words


def test_nobody_signs_up_with_a_banned_address_but_others_do(client, mod):
    restrict(kind=Kind.EMAIL, pattern="*@example.net", by=mod, reason=WHY)
    fields = {"username": "newcomer", "display_name": "Newcomer", "password1": "a long sentence of words"}
    refused = client.post("/accounts/signup/", {**fields, "email": "New+1@Example.net"})
    assert refused.status_code == 200 and WHY in refused.content.decode()
    assert client.post("/accounts/signup/", {**fields, "email": "new@example.com"}).status_code == 302


def test_a_banned_member_still_gets_a_new_password(client, ben, mod, mailoutbox):
    restrict(kind=Kind.EMAIL, pattern="ben@example.org", by=mod, reason=WHY)
    client.post("/accounts/password/reset/", {"email": ben.user.email})
    assert [mail.to for mail in mailoutbox] == [[ben.user.email]]


def test_whatever_is_written_in_reasons_and_notes_stays_text(mod, ben):
    plain = Visitor(mod)
    note(about=ben, text="Plain.", by=mod)
    restrict(kind=Kind.BAN, voice=ben, by=mod, reason="Plain.")
    bones = skeleton(plain.open(page_of(ben)), holes=("standing",))
    Restriction.objects.all().delete()
    for text in packed(1000, attacks()[::3]):
        Note.objects.all().delete()
        Event.objects.all().delete()
        Restriction.objects.all().delete()
        note(about=ben, text=text, by=mod)
        restrict(kind=Kind.BAN, voice=ben, by=mod, reason=text)
        page = plain.open(page_of(ben))
        assert skeleton(page, holes=("standing",)) == bones
        assert bad_links(page) == []
        assert not [one for one in page.all("script") if not one.get("src")]


@pytest.mark.parametrize("address", [LIST, "person"])
def test_questions_to_the_database_do_not_grow(mod, ben, under, address):
    address, counts = page_of(ben) if address == "person" else address, []
    visitor = Visitor(mod)
    for _ in range(2):
        for number in range(5):
            say(ben, thread=under)
            note(about=ben, text="Again.", by=mod)
            restrict(kind=Kind.BAN, voice=voice(), by=mod, reason=WHY)
            restrict(kind=Kind.EMAIL, pattern=f"a{number}@example.net", by=mod, reason=WHY)
            say(guest(email=f"g{Comment.objects.count()}@example.org"), thread=under)
        with CaptureQueriesContext(connection) as asked:
            visitor.open(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
