"""The page of one's own that a mail leads to: who gets there, what he can do, and what it gives away."""

import json
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from discussion.guests import keys
from discussion.guests.keys import link_token
from discussion.models import Comment, Mail, State, Subscription, Thread, Voice
from discussion.subscribing import subscribe
from tests.discussion.standing import guest, is_sound
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def under():
    return thread(article("bridge"))


@pytest.fixture
def ada():
    return guest(EMAIL, "Ada")


def address(email=EMAIL):
    return f"/mine/{link_token(email)}/"


def waits(email=EMAIL):
    return Mail.objects.filter(kind="link", address=email).count()


def test_it_shows_all_that_was_said_under_the_address_and_nothing_else(ada, under):
    say(ada, "One.", thread=under)
    say(guest(EMAIL), "Two.", thread=thread(), state=State.HELD)
    say(guest(EMAIL, proved=False), "Not mine.", thread=under)
    say(guest("eve@example.org"), "Not mine either.", thread=under)
    page = Visitor().open(address())
    assert page.status == 200 and "2 comments under ada@example.org" in page.words
    assert "One." in page.words and "Two." in page.words and "Waiting for review" in page.words
    assert "Not mine" not in page.words


def test_no_cookie_is_set_nobody_logged_in_and_nothing_kept_or_passed_on(ada, under):
    say(ada, thread=under)
    client = Client(enforce_csrf_checks=True)
    for path in ("", "erasure", "export.html", "export.json", f"comments/{Comment.objects.get().pk}/wording"):
        answer = client.get(address() + path)
        assert answer.status_code == 200, path
        assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "same-origin"
        b"".join(answer) if answer.streaming else answer.content
    assert not client.cookies
    assert EMAIL not in address() and "ada" not in address()


def test_a_broken_link_is_none(ada):
    for path in (f"{address()[:-3]}x/", "/mine/x/", "/mine/x/export.json", f"{address()[:-1]}x/erasure"):
        page = Visitor().open(path)
        assert page.status == 404 and page.heading == "This link no longer works."


def test_a_link_that_is_too_old_offers_a_new_one(ada, under, monkeypatch):
    say(ada, thread=under)
    monkeypatch.setattr(keys, "GOOD_FOR", timedelta(0))
    for path in ("", "erasure", "export.json"):
        page = Visitor().open(address() + path)
        assert page.status == 410
    assert Client().post(f"{address()}erasure").status_code == 410
    assert not Mail.objects.exists() and Comment.objects.get().source
    answer = page.press("Send me a new one")
    assert answer.status == 200 and waits() == 1


def test_a_link_to_what_is_erased_is_gone(ada):
    old = address()
    Visitor().open(f"{old}erasure").press("Erase everything")
    assert Visitor().open(old).status == 410
    assert Client().post(old).status_code == 410 and not Mail.objects.exists()


def test_a_link_of_another_kind_leads_nowhere(ada):
    assert Visitor().open(f"/mine/{signing.dumps(ada.pk, salt='broadsheet.guests.proof')}/").status == 404


def test_a_comment_is_worded_anew(ada, under):
    comment = say(ada, "First.", thread=under)
    page = Visitor().open(address()).follow("Edit")
    page = page.press("Save", {"Your comment": "Second."})
    assert page.answers == [303, 200] and "Second." in page.words
    comment.refresh_from_db()
    assert (comment.source, comment.wording_count) == ("Second.", 1)


def test_when_somebody_was_faster_both_texts_are_there(ada, under):
    comment = say(ada, "First.", thread=under)
    page = Visitor().open(address()).follow("Edit")
    Comment.objects.filter(pk=comment.pk).update(wording_count=1, source="From elsewhere.")
    page = page.press("Save", {"Your comment": "Mine."})
    assert page.status == 409 and "From elsewhere." in page.words and "Mine." in page.html
    assert page.press("Save", {"Your comment": "Mine."}).status == 200


def test_when_it_is_too_late_to_edit_there_is_no_button_and_no_way(ada, under):
    comment = say(ada, "First.", thread=under)
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=1))
    assert "Edit" not in Visitor().open(address()).words
    wording = f"{address()}comments/{comment.pk}/wording"
    assert Client().get(wording).status_code == 403
    assert Client().post(wording, {"source": "Late.", "wording": "0"}).status_code == 403
    assert Comment.objects.get().source == "First."


def test_a_comment_is_taken_back_after_a_question(ada, under):
    comment = say(ada, "Words to go.", thread=under)
    say(voice(), under=comment)
    page = Visitor().open(address()).follow("Delete")
    assert page.heading == "Delete your comment?"
    comment.refresh_from_db()
    assert comment.published
    page = page.press("Delete comment")
    assert page.answers == [303, 200] and "Words to go." not in page.words
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN and is_sound(under)
    assert Client().post(f"{address()}comments/{comment.pk}/withdrawal").status_code == 303


def test_comments_of_others_are_out_of_reach(ada, under):
    other = say(guest("eve@example.org"), "Hers.", thread=under)
    doubtful = say(guest(EMAIL, proved=False), "Whose?", thread=under)
    for comment in (other, doubtful):
        for what in ("wording", "withdrawal"):
            path = f"{address()}comments/{comment.pk}/{what}"
            assert (
                Client().get(path).status_code == Client().post(path, {"source": "x", "wording": 0}).status_code == 404
            )


def test_what_he_is_told_of_is_changed_and_ended(ada, under):
    subscribe(by=ada, thread=under, kind=Subscription.Kind.THREAD)
    page = Visitor().open(address())
    form = page._form(page.button("Save"))
    fields = page._fields(form) | {"pace": "daily", "do": "change"}
    assert page.visitor.client.post(form.get("action"), fields).status_code == 303
    assert Subscription.objects.get().pace == "daily"
    assert page.press("End").answers == [303, 200]
    assert not Subscription.objects.exists()


def test_nobody_elses_subscription_is_touched(ada, under):
    other = subscribe(by=guest("eve@example.org"), thread=under, kind=Subscription.Kind.THREAD)
    answer = Client().post(f"{address()}subscription", {"subscription": other.pk, "do": "end"})
    assert answer.status_code == 303 and Subscription.objects.exists()
    assert Client().post(f"{address()}subscription", {"do": "burn"}).status_code == 400


def test_everything_is_erased_with_two_presses(ada, under):
    root = say(ada, "A root.", thread=under)
    say(voice(), "An answer.", under=root)
    page = Visitor().open(address()).follow("Erase everything")
    assert "1 comment under ada@example.org" in page.words and Comment.objects.filter(source="A root.").exists()
    page = page.press("Erase everything")
    assert page.heading == "Everything is erased"
    assert not Comment.objects.filter(source="A root.").exists() and not Voice.objects.filter(email=EMAIL).exists()
    assert "An answer." in Visitor().open("/articles/bridge/").words and is_sound(under)


def test_it_is_taken_along(ada, under):
    comment = say(ada, "Words to keep.", thread=under)
    answer = Client().get(f"{address()}export.json")
    assert answer["Content-Disposition"].startswith("attachment;")
    data = json.loads(b"".join(answer))
    assert [row["id"] for row in data["comments"]] == [comment.pk] and data["account"] == []
    assert "Words to keep." in Visitor().open(address()).follow("All of it as a page").words


def test_many_comments_are_on_pages(ada, under):
    for number in range(51):
        say(ada, f"Number {number}.", thread=under)
    page = Visitor().open(address())
    assert "Number 50." in page.words and "Number 0." not in page.words
    assert "Number 0." in page.follow("Older").words


@pytest.mark.parametrize("count", [3, 30])
def test_it_asks_as_much_of_the_database_however_long_it_is(ada, django_assert_max_num_queries, count):
    for _number in range(count):
        comment = say(ada, thread=thread())
        subscribe(by=ada, thread=comment.thread, kind=Subscription.Kind.THREAD)
    path = address()
    with django_assert_max_num_queries(8):
        Client().get(path)


def test_who_is_logged_in_with_the_address_makes_it_his(ada, under):
    say(ada, "Mine.", thread=under)
    member = person("ada")
    page = Visitor(member).open(address()).press("Make it all my account’s")
    assert page.heading == "Ada" and "Mine." in page.words
    assert Comment.objects.get().voice.user == member


def test_nobody_else_can_make_it_his(ada, under):
    comment = say(ada, thread=under)
    visitor = Visitor(person("eve"))
    assert "Make it" not in visitor.open(address()).words
    for client in (Client(), visitor.client):
        assert client.post(f"{address()}ownership").status_code in (303, 403)
    eve = Client()
    eve.force_login(person("eve2"))
    assert eve.post(f"{address()}ownership").status_code == 403
    assert Comment.objects.get().voice_id == comment.voice_id


def test_nobody_is_made_to_take_over_words_by_another_page(ada, under):
    say(ada, thread=under)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("ada"))
    assert client.post(f"{address()}ownership").status_code == 403
    assert Comment.objects.get().voice_id == ada.pk


def test_what_stands_under_an_article_that_is_not_out_is_shown_without_a_link(ada):
    hidden = article("secret")
    say(ada, "Early.", thread=thread(hidden))
    type(hidden).objects.filter(pk=hidden.pk).update(state="draft")
    page = Visitor().open(address())
    assert "Early." in page.words and "/articles/secret/" not in page.html


def test_votes_are_shown(ada, under):
    vote(voice(), say(ada, thread=under))
    assert "1 up, 0 down" in Visitor().open(address()).words


def test_a_closed_discussion_can_still_be_left(ada, under):
    say(ada, thread=under)
    Thread.objects.update(state=Thread.State.CLOSED)
    page = Visitor().open(address())
    assert "Edit" not in page.words and page.follow("Delete").press("Delete comment").status == 200
