"""Whatever is opened, by whomever, however often: it is only looked at."""

import pytest
from django.test import Client

from tests.pages.every_url import cast, pages, prove_it, rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def the_admin_opens(settings):
    settings.STAFF_MFA = False


@pytest.mark.parametrize("who", ["nobody", "ben", "ada", "moderator", "author", "chief"])
def test_opening_a_page_leaves_every_row_as_it_was(who):
    people = cast()
    client = Client()
    if who != "nobody":
        client.force_login(getattr(people, who))
        prove_it(client, "password", "mfa")
    before = rows()
    assert len(before) > 12 and before["discussion.Comment"] and before["account.EmailAddress"]
    for address in pages(people):
        for method in ("get", "head"):
            assert getattr(client, method)(address).status_code in (200, 302, 400, 403, 404, 405), address
            assert rows() == before, f"{method} {address}"


def test_a_head_is_answered_as_a_get_without_the_page():
    people = cast()
    client = Client()
    client.force_login(people.ben)
    for address in pages(people):
        page, head = client.get(address), client.head(address)
        assert head.status_code == page.status_code, address
        assert b"".join(head) == b"", address
