"""Signing up, confirming the address, logging in and out: by the forms, and by the links in the mails."""

import re

import pytest
from django.core import mail
from django.test import Client

from people.models import User
from tests.factories import article, person
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

ABOUT = {
    "Handle": "Ada_Lovelace",
    "E-mail address": "Ada@Example.org",
    "Display name": "Ada Lovelace",
    "Password": "correct horse battery",
}


def link_in(message, settings):
    (link,) = re.findall(r"https?://\S+", message.body)
    assert link.startswith(settings.ORIGIN + "/")
    return link.removeprefix(settings.ORIGIN)


def log_in(visitor, login, typed="correct horse"):
    page = visitor.open("/").follow("Log in")
    return page.press("Log in", {"E-mail or handle": login, "Password": typed})


def is_in(page):
    return bool(page.visitor.open("/").links("Log out"))


def test_an_account_is_made_by_a_form_and_a_link_in_a_mail(settings):
    visitor = Visitor()
    page = visitor.open("/").follow("Sign up").press("Sign up", ABOUT)
    assert page.heading == "Look into your mail"
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    page = visitor.open(link_in(message, settings))
    assert page.heading == "Confirm your e-mail address"
    ada = User.objects.get()
    assert not ada.emailaddress_set.get().verified  # scanners of mails open links too
    page = page.press("Yes, it is mine")
    assert ada.emailaddress_set.get().verified
    if not is_in(page):
        page = log_in(Visitor(), "ada_lovelace", "correct horse battery")
    assert is_in(page)
    assert (ada.handle, ada.email, ada.display_name) == ("ada_lovelace", "ada@example.org", "Ada Lovelace")


def test_a_link_with_another_key_confirms_nothing(settings):
    visitor = Visitor()
    visitor.open("/accounts/signup/").press("Sign up", ABOUT)
    link = link_in(mail.outbox[0], settings)
    page = visitor.open(link.replace("confirm-email/", "confirm-email/x"))
    assert "This link has expired or was copied incompletely." in page.words
    assert not page.buttons("Yes, it is mine")


@pytest.mark.parametrize("login", ["ben", "BEN", "Ben", "ben@example.org", "BEN@EXAMPLE.ORG", "Ben@example.org"])
def test_the_handle_or_the_address_logs_in_in_any_case(login):
    person("ben")
    page = log_in(Visitor(), login)
    assert page.answers == [302, 200]
    assert is_in(page)


@pytest.mark.parametrize("login", ["ben", "nobody", "nobody@example.org", "", "ben\x00", "' OR 1=1 --"])
def test_with_a_wrong_password_nobody_gets_in(login):
    person("ben")
    page = log_in(Visitor(), login, "wrong horse")
    assert page.status == 200
    assert page.heading == "Log in"
    assert page.said(class_="errorlist") or page.said(class_="error")
    assert not is_in(page)


def test_a_wrong_password_and_a_wrong_handle_are_told_alike():
    person("ben")
    one, other = (log_in(Visitor(), login, "wrong horse") for login in ("ben", "nobody"))
    assert one.words == other.words


def test_who_has_not_confirmed_his_address_is_not_let_in():
    Visitor().open("/accounts/signup/").press("Sign up", ABOUT)
    page = log_in(Visitor(), "ada_lovelace", "correct horse battery")
    assert page.heading == "Look into your mail"
    assert not is_in(page)


def test_who_logs_in_comes_back_to_where_he_was():
    person("ben")
    article("bridge")
    page = Visitor().open("/articles/bridge/").follow("Log in")
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.address == "/articles/bridge/"


def test_logging_out_is_a_button():
    visitor = Visitor(person())
    page = visitor.open("/").follow("Log out")
    assert page.heading == "Log out?"
    assert is_in(page)
    page = page.press("Log out")
    assert page.address == "/"
    assert not is_in(page)


def test_an_account_that_was_switched_off_is_not_let_in():
    ben = person("ben")
    User.objects.filter(pk=ben.pk).update(is_active=False)
    page = log_in(Visitor(), "ben")
    assert page.heading == "This account is switched off"
    assert not is_in(page)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Handle", "ben"), ("Handle", "BEN"), ("Handle", "ab"), ("Handle", "a b"), ("Handle", "ben@example.org"),
        ("Handle", "x" * 31), ("Handle", "bén"), ("Handle", "ben\n"), ("Handle", "b\x00n"),
        ("E-mail address", "nobody"),
        ("E-mail address", "a@b\x00.org"), ("E-mail address", "x" * 250 + "@example.org"), ("Display name", ""),
        ("Display name", "x" * 61), ("Display name", "two\nlines"), ("Display name", "\x00"), ("Password", "short"),
        ("Password", "password1234"), ("Password", "ada_lovelace"), ("Password", ""),
    ],
)  # fmt: skip
def test_what_a_sign_up_cannot_take_it_says_beside_the_field(field, value):
    person("ben")
    page = Visitor().open("/accounts/signup/").press("Sign up", {**ABOUT, field: value})
    assert page.status == 200
    assert page.heading == "Sign up"
    assert page.said(class_="errorlist")
    assert User.objects.count() == 1


def test_an_address_that_has_an_account_gets_a_mail_and_the_page_says_nothing(settings):
    person("ada")
    page = Visitor().open("/accounts/signup/").press("Sign up", ABOUT)
    assert page.heading == "Look into your mail"
    (message,) = mail.outbox
    assert message.subject == "You already have an account"
    assert User.objects.count() == 1


def test_a_new_password_is_chosen_by_a_link_in_a_mail(settings):
    person("ben")
    visitor = Visitor()
    page = visitor.open("/accounts/password/reset/").press("Send me the link", {"E-mail address": "BEN@example.org"})
    assert page.heading == "Look into your mail"
    page = visitor.open(link_in(mail.outbox[0], settings))
    labels = page.said(tag="label")
    page = page.press("Save the new password", dict.fromkeys(labels, "another horse battery"))
    assert page.heading == "Your password is changed"
    assert not is_in(log_in(Visitor(), "ben", "correct horse"))
    assert is_in(log_in(Visitor(), "ben", "another horse battery"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]"])
def test_links_in_mails_begin_with_the_origin_whatever_host_was_asked(settings, host):
    settings.ORIGIN = "https://news.example.org"
    person("ben")
    client = Client(headers={"host": host})
    about = {"email": "new@example.org", "username": "new", "display_name": "New", "password1": "correct horse battery"}
    client.post("/accounts/signup/", about)
    client.post("/accounts/signup/", {**about, "username": "newer", "email": "ben@example.org"})
    client.post("/accounts/password/reset/", {"email": "ben@example.org"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        links = re.findall(r"\w+://\S+", message.subject + message.body)
        assert len(links) == 1 and links[0].startswith("https://news.example.org/"), message.body
        assert host not in message.body


def test_a_host_that_is_not_ours_is_refused():
    person("ben")
    client = Client(headers={"host": "evil.example"})
    assert client.post("/accounts/password/reset/", {"email": "ben@example.org"}).status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["display_name", "username", "email"])
@pytest.mark.parametrize(
    "attack", ["x\r\nBcc: evil@example.org", "x\nSubject: y", "x\u2028Bcc: y", "x\x00", "x%0aBcc: y"]
)
def test_nothing_that_is_typed_becomes_a_header(client, name, attack):
    about = {"email": "new@example.org", "username": "new", "display_name": "New", "password1": "correct horse battery"}
    assert client.post("/accounts/signup/", {**about, name: attack}).status_code in (200, 302)
    for message in mail.outbox:
        assert set(message.message().keys()) <= {
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
        }  # fmt: skip
        assert len(message.to) == 1


def test_a_password_is_never_printed():
    page = Visitor().open("/accounts/signup/").press("Sign up", {**ABOUT, "Handle": "a b", "Password": "canary horse"})
    assert "canary" not in page.html
