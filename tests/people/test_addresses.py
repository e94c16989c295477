"""A change of e-mail address: the password once more, proof of the new one, word to the old one."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from tests.factories import person
from tests.people.visiting import logged_in, prove_it

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"
NEW = "ada@new.example.org"


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def browser(ada):
    return logged_in(ada)


def test_nothing_changes_before_the_password_is_given_again(browser, ada):
    asked = browser.post(PAGE, {"email": NEW, "action_add": ""})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert mail.outbox == [] and ada.emailaddress_set.count() == 1


def test_an_address_counts_when_its_owner_has_confirmed_it(browser, ada):
    prove_it(browser)
    browser.post(PAGE, {"email": NEW, "action_add": ""})
    browser.post(PAGE, {"email": NEW, "action_primary": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"  # not confirmed yet

    link = re.search(r"http://\S+", mail.outbox[-1].body)[0]
    assert mail.outbox[-1].to == [NEW]
    assert browser.get(link).status_code == 200
    assert not ada.emailaddress_set.get(email=NEW).verified  # looking is not confirming
    browser.post(link)
    browser.post(PAGE, {"email": NEW, "action_primary": ""})
    ada.refresh_from_db()
    assert ada.email == NEW

    told = mail.outbox[-1]
    assert told.to == ["ada@example.org"] and told.subject == "The main address of your account is changed"
    assert NEW in told.body and "Firefox" in told.body and "choose a new password" in told.body


def test_removing_an_address_is_told(browser, ada):
    ada.emailaddress_set.create(email="old@example.org", verified=True)
    prove_it(browser)
    browser.post(PAGE, {"email": "old@example.org", "action_remove": ""})
    assert not ada.emailaddress_set.filter(email="old@example.org").exists()
    assert mail.outbox[-1].subject == "An e-mail address is removed from your account"


def test_the_main_address_cannot_be_removed(browser, ada):
    prove_it(browser)
    browser.post(PAGE, {"email": ada.email, "action_remove": ""})
    assert ada.emailaddress_set.filter(email=ada.email).exists()


def test_a_proof_holds_for_five_minutes(browser, ada, monkeypatch):
    from allauth.account.internal.flows import reauthentication

    prove_it(browser)
    later = reauthentication.time.time() + 301
    monkeypatch.setattr(reauthentication.time, "time", lambda: later)
    cache.clear()
    assert browser.post(PAGE, {"email": NEW, "action_add": ""}).url.startswith("/accounts/reauthenticate/")


def test_links_in_mails_begin_with_the_configured_origin(browser, settings):
    prove_it(browser)
    browser.post(PAGE, {"email": NEW, "action_add": ""}, headers={"host": "localhost:9"})
    assert settings.ORIGIN + "/accounts/confirm-email/" in mail.outbox[-1].body
    assert "localhost:9" not in mail.outbox[-1].body
