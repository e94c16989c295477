from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import User
from people.suspending import lift_suspension, suspend
from tests.factories import person
from tests.people.visiting import code, is_in, log_in, logged_in, set_up_app

pytestmark = pytest.mark.django_db


def suspend_for(user, **time):
    suspend(user, until=timezone.now() + timedelta(**time), reason="Three insults\nin a week.")


def test_a_suspension_ends_every_session_at_once():
    ada = person("ada")
    first, second = logged_in(ada), logged_in(ada)
    other = logged_in(person("ben"))
    suspend_for(ada, days=3)
    assert not is_in(first) and not is_in(second)
    assert is_in(other)


def test_a_suspended_reader_is_told_until_when_and_why(client):
    ada = person("ada")
    suspend_for(ada, days=3)
    response = log_in(client, "ada")
    page = response.content.decode()
    assert response.status_code == 403
    assert "Three insults<br>in a week." in page
    assert ada.suspended_until.strftime("%Y") in page and "UTC" in page
    assert not is_in(client)
    assert "account_authentication_methods" not in client.session


def test_with_a_wrong_password_he_is_told_nothing(client):
    suspend_for(person("ada"), days=3)
    response = log_in(client, "ada", "wrong")
    assert response.status_code == 200
    assert "insults" not in response.content.decode()


def test_a_suspension_between_password_and_second_step_keeps_him_out(client, clock):
    ada = person("ada")
    set_up_app(ada)
    assert log_in(client, "ada").url == "/accounts/2fa/authenticate/"
    suspend_for(ada, days=3)
    response = client.post("/accounts/2fa/authenticate/", {"code": code(at=clock.now)})
    assert response.status_code == 403
    assert not is_in(client)


def test_after_the_time_he_can_log_in_and_nothing_was_written(client):
    ada = person("ada")
    suspend(ada, until=timezone.now() - timedelta(seconds=1), reason="Over.")
    kept = User.objects.values("suspended_until", "suspension_reason", "session_salt").get(pk=ada.pk)
    assert not ada.suspended
    assert log_in(client, "ada").status_code == 302
    assert is_in(client)
    assert User.objects.values("suspended_until", "suspension_reason", "session_salt").get(pk=ada.pk) == kept


def test_who_is_let_in_again_logs_in(client):
    ada = person("ada")
    old = logged_in(ada)
    suspend_for(ada, days=3)
    lift_suspension(ada)
    assert not ada.suspended and ada.suspension_reason == ""
    assert not is_in(old)  # what was ended stays ended
    assert log_in(client, "ada").status_code == 302


def test_a_new_password_does_not_undo_a_suspension(client):
    """allauth saves the whole user, as he was when the request began; our adapter does not."""
    from people.adapter import AccountAdapter

    ada = person("ada")
    as_he_was = User.objects.get(pk=ada.pk)
    suspend_for(ada, days=3)
    AccountAdapter().set_password(as_he_was, "another long sentence")
    assert User.objects.get(pk=ada.pk).suspended
