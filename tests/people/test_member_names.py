"""Nobody without an account bears a member's name, or one that looks like it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.guests.joining import check_guest_name, join
from discussion.models import Voice
from people.closing import close_account
from people.lookalikes import skeleton
from people.models import User
from people.names import change_display_name, check_not_of_anybody
from tests.factories import person
from tests.people.visiting import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ida():
    return person("ida_v", display_name="Ida Vance")


@pytest.mark.parametrize(
    "name",
    [
        *("Ida Vance", "ida vance", "IDA  VANCE", "lda Vance", "Ida Vänce", "Ida-Vance", "IdaVance", "ida_v", "Idav"),
        *("1da Vance", "Ida \uff36ance", "\u0399da Vance", "Ida Vаnce"),
    ],
)
def test_a_name_that_the_eye_takes_for_a_members_is_refused(name):
    with pytest.raises(ValidationError):
        check_guest_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ida\r\nVance",
            "Ida\nBcc: x@example.org",
            "Gus\u202eecnaV",
            "Gus\u200b",
            "\u2066Gus\u2069",
            "",
            "...",
            "аdmin",
        ),
        *("Moderator", "Former reader", "former12", "Gu\x00s", "Z\u0329\u0334\u0316algo"),
    ],
)
def test_what_can_be_no_name_is_no_guests_name(name):
    with pytest.raises(ValidationError):
        join(name=name, email="gus@example.org")
    assert not Voice.objects.exists()


@pytest.mark.parametrize("name", ["Gus", "Ida Vancouver", "Ida", "Иван Петров", "山田太郎"])
def test_other_names_are_anybodys(name):
    check_guest_name(name)
    assert join(name=name, email="gus@example.org").name == name


def test_a_name_is_found_by_index():
    with CaptureQueriesContext(connection) as asked:
        check_not_of_anybody("Gus")
    assert len(asked) == 1 and "skeleton" in asked[0]["sql"]
    plan = " ".join(User.objects.filter(name_skeleton="x").explain().split())
    assert "SCAN" not in plan.upper() or connection.vendor == "postgresql"


def test_it_follows_every_change_of_a_name(ida, client):
    change_display_name(user=ida, to="Ada Ferry")
    check_guest_name("Ida Vance")
    with pytest.raises(ValidationError):
        check_guest_name("ada ferry")
    logged_in(ida).post("/accounts/name/", {"display_name": "Eve Ferry", "about": ""})
    chief = person("chief", is_staff=True, is_superuser=True)
    person("rob", display_name="Rob")
    assert chief.name_skeleton == skeleton("Chief")
    for user in User.objects.all():
        assert user.name_skeleton == skeleton(user.display_name)
        assert user.handle_skeleton == skeleton(user.handle)
    close_account(ida, comments_go=False)
    check_guest_name("Eve Ferry")
    check_guest_name("ida_v")
