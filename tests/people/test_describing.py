"""What somebody says of himself: a few plain words, kept as they were written."""

import pytest

from people.closing import close_account
from people.describing import plain_words
from people.models import User
from tests.factories import person
from tests.people.visiting import logged_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/name/"


@pytest.fixture
def ada():
    return person("ada", about="I write.")


def about(user):
    return User.objects.get(pk=user.pk).about


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  I write.\r\nAnd read.\r\n", "I write.\nAnd read."),
        ("One.\n\n\n\n\nTwo.", "One.\n\nTwo."),
        ("One.  \n  \n \nTwo.", "One.\n\nTwo."),
        ("A\x00\x1b[31m\x07\x85\u202cB", "A[31m\u202cB"),
        ("A\tB", "A B"),
        ("<script>alert(1)</script> & https://example.org", "<script>alert(1)</script> & https://example.org"),
        ("علی‌رضا 👩‍🚀", "علی‌رضا 👩‍🚀"),
        (" \r\n\t\x00 ", ""),
        ("", ""),
    ],
)
def test_words_are_plain(typed, kept):
    assert plain_words(typed) == kept


def test_a_reader_says_something_of_himself(ada):
    browser = logged_in(ada)
    assert "I write." in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, {"display_name": "Ada", "about": "I write.\r\nNumbers."}, follow=True)
    assert answer.redirect_chain == [(PAGE, 303)]
    assert "Your profile is saved." in answer.content.decode()
    assert about(ada) == "I write.\nNumbers."


def test_he_takes_it_back(ada):
    logged_in(ada).post(PAGE, {"display_name": "Ada", "about": ""})
    assert about(ada) == ""


def test_a_line_break_counts_once(ada):
    words = "a\r\n" * 250
    assert logged_in(ada).post(PAGE, {"display_name": "Ada", "about": words}).status_code == 303
    assert len(about(ada)) == 499


def test_too_much_is_refused_and_kept_in_the_form(ada):
    words = "x" * 501
    answer = logged_in(ada).post(PAGE, {"display_name": "Ada B", "about": words})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "This has at most 500 characters; yours has 501." in told and words in told
    assert about(ada) == "I write." and User.objects.get(pk=ada.pk).display_name == "Ada"


def test_a_bad_name_keeps_the_words_in_the_form(ada):
    answer = logged_in(ada).post(PAGE, {"display_name": "Moderator", "about": "New words."})
    assert answer.status_code == 422 and "New words." in answer.content.decode()
    assert about(ada) == "I write."


def test_who_keeps_his_name_is_not_renamed(ada, monkeypatch):
    from people import names

    told = []
    monkeypatch.setattr(names, "changed", [lambda user: told.append(user.display_name)])
    browser = logged_in(ada)
    browser.post(PAGE, {"display_name": "Ada", "about": "New words."})
    assert told == []
    browser.post(PAGE, {"display_name": "Ada B", "about": "New words."})
    assert told == ["Ada B"]


def test_a_sign_up_does_not_ask(client):
    assert "About me" not in client.get("/accounts/signup/").content.decode()


@pytest.mark.parametrize("comments_go", [True, False])
def test_a_closed_account_says_nothing(ada, comments_go):
    close_account(ada, comments_go=comments_go)
    assert about(ada) == ""
