"""The door of the admin."""

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import person
from tests.people.visiting import PASSWORD, code, log_in, logged_in, prove_it, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def elin():
    return person("elin", is_staff=True, is_superuser=True)


@pytest.fixture(autouse=True)
def the_setting_is_on(settings):
    settings.STAFF_MFA = True


def way_in(client, page="/admin/"):
    answer = client.get(page, follow=True)
    return answer.redirect_chain[-1][0] if answer.redirect_chain else answer.status_code


def test_a_stranger_is_led_to_our_log_in(client):
    assert way_in(client, "/admin/articles/") == "/accounts/login/?next=/admin/articles/"


def test_djangos_own_form_lets_nobody_in(client, elin):
    answer = client.post("/admin/login/", {"username": "elin", "password": PASSWORD})
    assert answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_a_reader_is_refused():
    assert logged_in(person("ada")).get("/admin/", follow=True).status_code == 403


def test_staff_without_a_second_step_are_led_to_set_one_up(elin):
    browser = logged_in(elin)
    prove_it(browser)
    assert way_in(browser) == "/accounts/2fa/totp/activate/?next=/admin/"
    assert "The newsroom asks for a second step" in browser.get("/admin/", follow=True).content.decode()


def test_log_in_with_a_code_opens_it(client, elin, clock):
    set_up_app(elin)
    log_in(client, "elin", then="/admin/")
    answer = client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now), "next": "/admin/"})
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/?next=/admin/articles/").url == "/admin/articles/"


def test_a_session_from_before_is_asked_for_a_code(elin, clock):
    browser = logged_in(elin)
    set_up_app(elin)
    assert way_in(browser) == "/accounts/2fa/reauthenticate/?next=/admin/"
    assert browser.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": "000000"}).status_code == 200
    assert way_in(browser) == "/accounts/2fa/reauthenticate/?next=/admin/"
    browser.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code(at=clock.now)})
    assert browser.get("/admin/").status_code == 200


def test_who_has_only_a_key_is_asked_for_the_key(elin):
    browser = logged_in(elin)
    Authenticator.objects.create(user=elin, type="webauthn", data={"name": "Key", "credential": {}})
    assert browser.get("/admin/login/?next=/admin/").url == "/accounts/2fa/webauthn/reauthenticate/?next=/admin/"


def test_who_takes_his_second_step_away_is_out(client, elin, clock):
    set_up_app(elin)
    log_in(client, "elin")
    client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    Authenticator.objects.filter(user=elin).delete()
    assert client.get("/admin/").status_code == 302


def test_the_door_leads_nowhere_else(client):
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert client.get("/admin/login/", {"next": elsewhere}).url == "/accounts/login/?next=/admin/"


def test_djangos_password_form_is_never_shown(client, elin, clock):
    set_up_app(elin)
    log_in(client, "elin")
    client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"


def test_without_the_setting_a_log_in_is_enough(elin, settings):
    settings.STAFF_MFA = False
    assert logged_in(elin).get("/admin/").status_code == 200
    assert logged_in(person("ada")).get("/admin/", follow=True).status_code == 403
