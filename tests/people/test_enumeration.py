"""Whether somebody has an account here cannot be found out: same body, same status, as many mails, as much hashing."""

import re

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from people.closing import close_account
from people.models import User
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KNOWN, UNKNOWN = "ada@example.org", "eve@example.org"
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed: what takes the time that could be measured from outside."""
    hashed = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return hashed


def answer(path, form, typed, hashed):
    """All that can be seen of a post and the page that it leads to, without tokens and what was typed."""
    browser = Client()
    mails, hashes = len(mail.outbox), len(hashed)
    first = browser.post(path, form)
    seen = [first.status_code, first.get("Location"), sorted(first.cookies), clean(first, typed)]
    if first.status_code == 302:
        page = browser.get(first.url)
        seen += [page.status_code, clean(page, typed)]
    return [*seen, len(mail.outbox) - mails, len(hashed) - hashes]


def clean(response, typed):
    return TOKEN.sub(r"\1", response.content.decode()).replace(typed, "")


def alike(path, form_of, hashed, known=KNOWN, unknown=UNKNOWN):
    seen_of_known = answer(path, form_of(known), known, hashed)
    assert seen_of_known == answer(path, form_of(unknown), unknown, hashed)
    return seen_of_known


@pytest.mark.parametrize(
    ("known", "unknown"), [(KNOWN, UNKNOWN), ("ada", "eve"), ("ADA@example.org", "EVE@example.org")]
)
def test_log_in_with_a_wrong_password(hashed, known, unknown):
    person("ada")
    seen = alike("/accounts/login/", lambda login: {"login": login, "password": "wrong"}, hashed, known, unknown)
    assert seen[-2:] == [0, 1]


def test_log_in_to_an_account_that_is_switched_off_suspended_or_closed(hashed):
    off, gone = person("ada"), person("ben")
    User.objects.filter(pk=off.pk).update(is_active=False)
    close_account(gone, comments_go=False)
    for known in (KNOWN, "ben@example.org"):
        alike("/accounts/login/", lambda login: {"login": login, "password": "wrong"}, hashed, known, UNKNOWN)


def test_sign_up(hashed):
    person("ada")
    handles = iter(["first_one", "other_one"])

    def form(address):
        return {"email": address, "username": next(handles), "display_name": "X Y", "password1": "a long sentence"}

    seen = alike("/accounts/signup/", form, hashed)
    assert seen[0] == 302 and seen[-2:] == [1, 1]
    assert [to for one in mail.outbox for to in one.to] == [KNOWN, UNKNOWN]
    assert User.objects.count() == 2


def test_sign_up_again_and_again(hashed):
    """A second mail within three minutes goes to neither."""
    person("ada")
    handles = iter(f"handle{number}" for number in range(10))

    def form(address):
        return {"email": address, "username": next(handles), "display_name": "X Y", "password1": "a long sentence"}

    alike("/accounts/signup/", form, hashed)
    seen = alike("/accounts/signup/", form, hashed)
    assert seen[-2] == 0


def test_asking_for_a_new_password(hashed):
    person("ada")
    seen = alike("/accounts/password/reset/", lambda address: {"email": address}, hashed)
    assert seen[0] == 302 and seen[-2] == 1
    assert [one.to for one in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_asking_for_a_new_password_of_an_account_that_is_switched_off(hashed):
    User.objects.filter(pk=person("ada").pk).update(is_active=False)
    alike("/accounts/password/reset/", lambda address: {"email": address}, hashed)


def test_adding_the_address_of_somebody_else(hashed):
    """In one's own account: the list shows the address as not confirmed either way, and one mail goes out."""
    from tests.people.visiting import logged_in, prove_it

    person("ada")
    browser = logged_in(person("ben"))
    prove_it(browser)
    seen = []
    for address in (KNOWN, UNKNOWN):
        before = len(mail.outbox)
        answered = browser.post("/accounts/email/", {"email": address, "action_add": ""})
        seen.append((answered.status_code, answered.url, len(mail.outbox) - before))
    assert seen[0] == seen[1] and seen[0][2] == 1
