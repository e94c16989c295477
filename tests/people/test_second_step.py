import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from tests.factories import person
from tests.people.visiting import code, is_in, log_in, logged_in, prove_it, set_up_app

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)  # the mails go when it is committed
def test_an_app_is_set_up_and_asked_from_then_on(client, clock):
    ada = person("ada")
    browser = logged_in(ada)
    assert browser.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    prove_it(browser)
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    done = browser.post("/accounts/2fa/totp/activate/", {"code": code(secret, at=clock.now)})
    assert done.url == "/accounts/2fa/recovery-codes/"
    assert [one.subject for one in mail.outbox] == ["An authenticator app is set up"]

    clock.now += 30
    assert log_in(client, "ada").url == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret, at=clock.now)})
    assert is_in(client)


def test_a_code_works_once(client, clock):
    set_up_app(person("ada"))
    once = code(at=clock.now)
    log_in(client, "ada")
    client.post("/accounts/2fa/authenticate/", {"code": once})
    client.post("/accounts/logout/")
    log_in(client, "ada")
    refused = client.post("/accounts/2fa/authenticate/", {"code": once})
    assert "This code is not right, or it has been used." in refused.content.decode()
    assert not is_in(client)


def test_a_recovery_code_works_once_too(client):
    ada = person("ada")
    set_up_app(ada)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    once = RecoveryCodes.activate(ada).get_unused_codes()[0]
    for works in (True, False):
        log_in(client, "ada")
        client.post("/accounts/2fa/authenticate/", {"code": once})
        assert is_in(client) == works
        client.post("/accounts/logout/")


def test_turning_it_off_asks_for_the_password_and_is_told(clock, client):
    ada = person("ada")
    set_up_app(ada)
    log_in(client, "ada")
    client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    assert client.post("/accounts/2fa/totp/deactivate/").url.startswith("/accounts/reauthenticate/")
    prove_it(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=ada, type="totp").exists()
    assert mail.outbox[0].subject == "Your authenticator app is turned off"


def test_recovery_codes_are_shown_only_after_proof(clock, client):
    ada = person("ada")
    set_up_app(ada)
    log_in(client, "ada")
    client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    for page in ("recovery-codes/generate/", "webauthn/add/", "totp/deactivate/"):
        assert client.get(f"/accounts/2fa/{page}").url.startswith("/accounts/reauthenticate/")


def test_a_code_proves_it_as_well_as_the_password(clock, client):
    ada = person("ada")
    set_up_app(ada)
    log_in(client, "ada")
    client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    clock.now += 30
    client.post("/accounts/2fa/reauthenticate/", {"code": code(at=clock.now)})
    assert client.get("/accounts/close/").status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_asking_for_a_passkey_names_nobody(client, accept):
    answer = client.get("/accounts/2fa/webauthn/login/", headers={"accept": accept})
    if accept == "application/json":
        options = answer.json()["request_options"]["publicKey"]
        assert options["allowCredentials"] == [] or "allowCredentials" not in options
        assert options["userVerification"] == "required"
    else:
        assert answer.url == "/accounts/login/"


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", '{"id": 1}', '{"response": {"userHandle": "Eg"}}', "x" * 5000]
)
def test_nonsense_instead_of_a_passkey_leads_back_to_log_in(client, credential):
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code == 302 and answer.url == "/accounts/login/"
