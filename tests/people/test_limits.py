"""How often something can be tried. The counts lie in the cache's table, so all processes share them."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.factories import person
from tests.people.visiting import code, is_in, log_in, logged_in, set_up_app

pytestmark = pytest.mark.django_db
TOO_OFTEN = "That was tried too often"


def test_the_counts_are_shared():
    assert type(cache._connections["default"]).__name__ == "DatabaseCache"


@pytest.mark.parametrize(
    "variants",
    [
        ["ada@example.org", "ADA@example.org", "Ada@Example.org", " ada@example.org", "ADA@EXAMPLE.ORG"],
        ["ada", "ADA", "Ada ", "ａｄａ", "aDa"],
    ],
)
def test_ways_to_write_a_login_share_one_count(variants):
    person("ada")
    for variant in variants:
        assert TOO_OFTEN not in log_in(Client(), variant, "wrong").content.decode()
    client = Client()
    refused = log_in(client, variants[0].strip())
    assert TOO_OFTEN in refused.content.decode()
    assert not is_in(client)


def test_an_unknown_login_has_a_count_like_a_known_one():
    for _ in range(5):
        log_in(Client(), "nobody@example.org", "wrong")
    assert TOO_OFTEN in log_in(Client(), "NOBODY@example.org", "wrong").content.decode()


def test_logging_in_does_not_use_it_up():
    person("ada")
    for _ in range(7):
        assert log_in(Client(), "ada").status_code == 302


def test_posting_without_end_is_answered_with_our_page():
    person("ada")
    client = Client()
    answers = [client.post("/accounts/signup/", {}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "That was a little fast" in answers[-1].content.decode()


def test_an_address_gets_five_reset_mails_a_minute_however_it_is_written():
    person("ada")
    for address in ["ada@example.org", "ADA@example.org", "Ada@example.org", "ada@EXAMPLE.org", "aDa@example.org"]:
        assert Client().post("/accounts/password/reset/", {"email": address}).status_code == 302
    refused = Client().post("/accounts/password/reset/", {"email": "ada@Example.org"})
    assert refused.status_code == 429 and "That was a little fast" in refused.content.decode()
    assert len(mail.outbox) == 5


def test_a_made_up_client_address_does_not_help(settings):
    person("ada")
    for number in range(10):
        log_in(Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), f"nobody{number}", "wrong")
    assert TOO_OFTEN in log_in(Client(HTTP_X_FORWARDED_FOR="203.0.113.99"), "nobody99", "wrong").content.decode()


def test_codes_cannot_be_tried_out(client, clock):
    ada = person("ada")
    set_up_app(ada)
    log_in(client, "ada")
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    refused = client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    assert refused.status_code == 200 and not is_in(client)


def test_the_password_cannot_be_tried_out_in_an_open_session():
    browser = logged_in(person("ada"))
    answers = [browser.post("/accounts/reauthenticate/", {"password": "wrong"}) for _ in range(11)]
    assert TOO_OFTEN in answers[5].content.decode()
    assert answers[10].status_code == 429
