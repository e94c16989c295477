"""No `next` leads off the site: what a browser would make of the answer is asked of a WHATWG URL parser."""

from urllib.parse import quote

import pytest
from ada_url import URL

from tests.factories import article, person, say, thread, voice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ORIGIN = "http://testserver"
EVIL = [
    "http://evil.example", "https://evil.example/", "HTTP://evil.example", "http:evil.example", "http:/evil.example",
    "http:///evil.example", "http:////evil.example", "https:evil.example", "//evil.example", "///evil.example",
    "////evil.example", "/////evil.example/", "//evil.example//", "/\\evil.example", "\\/evil.example",
    "\\\\evil.example", "\\evil.example", "/\\/evil.example", "//\\evil.example", "/\\\\evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\r\n/evil.example", "\t//evil.example",
    "\n//evil.example", " //evil.example", "\x00//evil.example", "\x01//evil.example", "/\x00/evil.example",
    "\x1f//evil.example", "/ /evil.example", "\u00a0//evil.example", "\u2028//evil.example", "\ufeff//evil.example",
    "\u3000//evil.example", "/%09/evil.example", "/%0a/evil.example", "/%2fevil.example", "/%5cevil.example",
    "%2f%2fevil.example", "/%2f%2fevil.example", "/%252fevil.example", "/.//evil.example", "/..//evil.example",
    "/./\\evil.example", "/../..//evil.example", "./\\evil.example", "..//evil.example", "/;//evil.example",
    "/@evil.example", "@evil.example", "//testserver@evil.example", "http://testserver@evil.example",
    "http://testserver:80@evil.example", "http://testserver%40evil.example", "//evil.example@testserver",
    "http://testserver.evil.example", "http://eviltestserver", "//evil。example", "//evil%E3%80%82example",
    "//ⓔvil.example", "http://①②⑦.0.0.1", "//0x7f000001", "//2130706433", "//[::1]", "//localhost:9/", "http://127.0.0.1:9/",
    "//[", "http://[::1",
    "http://evil.example#testserver", "http://evil.example?testserver", "//evil.example/..;/", "/?//evil.example",
    "?next=//evil.example", "#//evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)", "javascript://testserver/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "ftp://evil.example",
    "blob:http://evil.example/1", "mailto:a@evil.example", "about:blank", "ws://evil.example", "x:evil.example",
    "/\r\nSet-Cookie: evil=1", "/%0d%0aSet-Cookie:%20evil=1", "/\r\n\r\n<script>", "/\u010d\u010aSet-Cookie: evil=1",
    "/" + "a" * 5000, "/" * 500 + "evil.example", "//" + "a" * 5000 + ".example", "/\ufffd", "", " ", "None", "null",
]  # fmt: skip


def where(response, address):
    """The URL that a browser goes to after `response` to a request for `address`."""
    return URL(response["Location"], base=ORIGIN + address)


@pytest.fixture
def client(client, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # a hundred log-ins from one address
    client.raise_request_exception = False
    return client


def is_harmless(response, address):
    if response.status_code in (301, 302, 303):
        assert "\r" not in response["Location"] and "\n" not in response["Location"]
        return where(response, address).origin == ORIGIN
    return response.status_code in (200, 400)


def test_there_are_enough_of_them():
    assert len(set(EVIL)) >= 90
    abroad = [attack for attack in EVIL if _leads_away(attack)]
    assert len(abroad) >= 40


def _leads_away(attack):
    try:
        return URL(attack, base=ORIGIN + "/articles/x/").origin != ORIGIN
    except ValueError:
        return False


def test_a_vote_leads_to_our_own_page(client):
    comment = say(voice(), thread=thread())
    client.force_login(person())
    address = f"/comments/{comment.pk}/vote"
    bad = []
    for attack in EVIL:
        response = client.post(address, {"value": "1", "next": attack})
        if response.status_code != 303 or not is_harmless(response, address):
            bad.append((attack, response.status_code))
    assert bad == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_log_in_leads_to_our_own_page(client, method):
    person("ben")
    bad = []
    for attack in EVIL:
        client.logout()
        fields = {"login": "ben", "password": "correct horse"}
        if method == "post":
            address, fields = "/accounts/login/", {**fields, "next": attack}
        else:
            address = f"/accounts/login/?next={quote(attack)}"
        response = client.post(address, fields)
        if not is_harmless(response, address):
            bad.append((attack, response.status_code, response.headers.get("Location")))
    assert bad == []


@pytest.mark.parametrize("name", ["login", "signup", "logout"])
def test_somebody_logged_in_is_led_to_our_own_page(client, name):
    ben, bad = person("ben"), []
    for attack in EVIL:
        client.force_login(ben)
        address = f"/accounts/{name}/?next={quote(attack)}"
        for response in (client.get(address), client.post(address)):
            if not is_harmless(response, address):
                bad.append((attack, response.status_code, response.headers.get("Location")))
    assert bad == []


def test_an_address_that_is_as_long_as_addresses_get_leads_back(client):
    comment = say(voice(), thread=thread(article("bridge")))
    client.force_login(person())
    for length in (1000, 2030, 2040, 2048, 2049, 8000):
        long = "/articles/bridge/?from=" + "x" * (length - 23)
        response = client.post(f"/comments/{comment.pk}/vote", {"value": "1", "next": long})
        assert response.status_code == 303, length
