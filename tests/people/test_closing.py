import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail

from people import closing
from people.closing import CannotClose, close_account
from people.models import User
from tests.factories import person
from tests.people.visiting import is_in, log_in, logged_in, prove_it, set_up_app

pytestmark = pytest.mark.django_db
PAGE = "/accounts/close/"


@pytest.fixture
def told(monkeypatch):
    told = []
    monkeypatch.setattr(
        closing, "CLOSING", [lambda user, comments_go: told.append((user.display_name, user.email, comments_go))]
    )
    return told


def test_an_account_is_closed_by_its_owner(told):
    ada = person("ada")
    here, there = logged_in(ada), logged_in(ada)
    assert here.get(PAGE).url == "/accounts/reauthenticate/?next=%2Faccounts%2Fclose%2F"
    prove_it(here)
    assert here.get(PAGE).status_code == 200
    answer = here.post(PAGE, {"comments": "stay", "sure": "on"}, follow=True)
    assert answer.redirect_chain == [("/accounts/closed/", 303)]
    assert "Your account is closed" in answer.content.decode()
    assert told == [("Ada", "ada@example.org", False)]
    assert not is_in(here) and not is_in(there)


def test_nothing_of_the_person_is_left(told):
    ada = person("ada")
    set_up_app(ada)
    logged_in_before = person("ben")
    logged_in(logged_in_before)
    close_account(ada, comments_go=True)
    row = User.objects.get(pk=ada.pk)
    assert (row.handle, row.email, row.display_name) == (
        f"former{ada.pk}",
        f"former{ada.pk}@closed.invalid",
        "Former reader",
    )
    assert not row.is_active and not row.has_usable_password() and row.last_login is None
    assert not EmailAddress.objects.filter(user=ada).exists()
    assert not Authenticator.objects.filter(user=ada).exists()
    assert not UserSession.objects.filter(user=ada).exists()
    assert Session.objects.count() == 1  # ben's
    assert told == [("Ada", "ada@example.org", True)]


@pytest.mark.parametrize("login", ["ada", "ada@example.org"])
def test_a_closed_account_looks_like_none(client, login):
    close_account(person("ada"), comments_go=False)
    closed, none = log_in(client, login), log_in(client, login.replace("ada", "eve"))
    assert closed.status_code == none.status_code == 200
    assert closed.context["form"].errors == none.context["form"].errors


def test_a_closed_account_gets_no_new_password(client):
    close_account(person("ada"), comments_go=False)
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    assert mail.outbox[-1].subject == "There is no account with this address"


def test_the_address_and_the_handle_are_free_again():
    close_account(person("ada"), comments_go=False)
    assert person("ada").handle == "ada"


def test_staff_are_refused_with_a_sentence(told):
    elin = person("elin", is_staff=True)
    here = logged_in(elin)
    prove_it(here)
    answer = here.post(PAGE, {"comments": "go", "sure": "on"})
    assert answer.status_code == 403
    assert "An administrator must take your rights first" in answer.content.decode()
    elin.refresh_from_db()
    assert elin.handle == "elin" and elin.is_active and is_in(here) and told == []


def test_it_needs_a_choice_and_a_cross(told):
    here = logged_in(person("ada"))
    prove_it(here)
    for form in ({"comments": "stay"}, {"comments": "burn", "sure": "on"}, {"sure": "on"}):
        assert here.post(PAGE, form).status_code == 422
    assert told == [] and is_in(here)


def test_it_is_all_or_nothing(monkeypatch):
    def fails(user, comments_go):
        raise RuntimeError

    monkeypatch.setattr(closing, "CLOSING", [fails])
    ada = person("ada")
    with pytest.raises(RuntimeError):
        close_account(ada, comments_go=False)
    assert User.objects.get(pk=ada.pk).handle == "ada"


def test_twice_is_once(told):
    ada = person("ada")
    close_account(ada, comments_go=False)
    close_account(ada, comments_go=False)
    assert User.objects.get(pk=ada.pk).handle == f"former{ada.pk}"


def test_administrators_are_refused():
    with pytest.raises(CannotClose):
        close_account(person("root1", is_superuser=True), comments_go=False)


def test_a_stranger_is_sent_to_log_in(client):
    assert client.post(PAGE, {"comments": "stay", "sure": "on"}).url.startswith("/accounts/login/")
