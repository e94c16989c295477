"""What every address answers to which method, and that no post passes without a token."""

import pytest
from django.test import Client

from tests.pages.every_url import ROUTES, address_of, cast, routes, rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"}
# Their methods are allauth's business.
ALLAUTH = {name for name in ROUTES if name.startswith(("account_", "mfa_", "usersessions_"))}
# The address itself is the secret: mail programs post there, with no cookie and no token (RFC 8058).
BY_THEIR_ADDRESS = {
    "discussion:confirmation",
    "discussion:end",
    *(
        f"discussion:{name}"
        for name in ("mine", "mine_wording", "mine_withdrawal", "mine_appeal", "mine_subscription", "mine_erasure")
    ),
}
POSTS = sorted(name for name, (methods, _) in ROUTES.items() if "POST" in methods and name not in BY_THEIR_ADDRESS)
ANSWERS = {200, 302, 303, 400, 404, 422}


def test_every_route_has_a_row():
    """In tests/pages/every_url.py: which methods, and an address with an object that is there."""
    assert set(routes()) == set(ROUTES)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_route_answers_to_its_methods_and_to_no_other(route):
    people = cast()
    client = Client()
    client.force_login(people.ben)
    address = address_of(route, people)
    for method in sorted(METHODS):
        status = client.generic(method, address).status_code
        if method in ROUTES[route][0]:
            assert status in ANSWERS | {403}, method
        elif route in ALLAUTH:
            assert status < 500, method  # some take a PUT for a post, behind the same token
        else:
            assert status == 405, method


@pytest.mark.parametrize("route", POSTS)
@pytest.mark.parametrize("token", [None, "", "x" * 64])
def test_a_post_without_a_token_changes_nothing(route, token):
    people = cast()
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.ben)
    client.get("/articles/bridge/")
    before = rows()
    fields = {"source": "Forged.", "client_id": "6f1c1d5e-6a64-4c7e-9d0a-3b5f2c1a9e77", "wording": "1", "value": "1"}
    if token is not None:
        fields["csrfmiddlewaretoken"] = token
    response = client.post(address_of(route, people), fields)
    assert response.status_code == 403
    assert "We could not be sure that it was you" in response.content.decode()
    assert rows() == before


@pytest.mark.parametrize("route", POSTS)
def test_a_post_of_another_readers_token_changes_nothing(route):
    people = cast()
    stolen = Client()
    stolen.force_login(people.moderator)
    token = stolen.get("/accounts/email/").context["csrf_token"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.ben)
    client.get("/articles/bridge/")
    before = rows()
    fields = {"source": "Forged.", "csrfmiddlewaretoken": str(token), "wording": "1", "value": "1"}
    assert client.post(address_of(route, people), fields).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("route", POSTS)
def test_a_post_of_somebody_who_is_not_logged_in_changes_nothing(route):
    people = cast()
    before = rows()
    fields = {"source": "Words.", "wording": "1", "value": "1"}
    response = Client(enforce_csrf_checks=True).post(address_of(route, people), fields)
    assert response.status_code in (302, 303, 403)
    assert rows() == before
