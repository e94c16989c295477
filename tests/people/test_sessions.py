"""What ends a session, asked with the cookie that opened it."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from tests.factories import person
from tests.people.visiting import PASSWORD, is_in, log_in, logged_in

pytestmark = pytest.mark.django_db
NEW = "another long sentence"


def replayed(client):
    """A thief's browser, with a copy of the cookie."""
    thief = Client()
    thief.cookies = type(client.cookies)(client.cookies.output(header="", sep=";"))
    thief.cookies["session"] = client.cookies["session"].value
    return thief


def test_a_cookie_is_worth_what_it_was_copied_from():
    assert is_in(replayed(logged_in(person("ada"))))


def test_a_session_has_another_key_after_log_in(client):
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["session"] = session.session_key
    person("ada")
    log_in(client, "ada")
    assert client.cookies["session"].value != session.session_key


def test_logging_out_ends_it():
    browser = logged_in(person("ada"))
    thief = replayed(browser)
    assert browser.get("/accounts/logout/").status_code == 200  # asks
    assert is_in(browser)
    browser.post("/accounts/logout/")
    assert not is_in(browser) and not is_in(thief)


def test_a_new_password_ends_the_others():
    ada = person("ada")
    here, there = logged_in(ada), logged_in(ada)
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert is_in(here) and not is_in(there)
    assert mail.outbox[-1].subject == "Your password is changed"


def test_a_reset_password_ends_them_all(client):
    ada = person("ada")
    there = logged_in(ada)
    client.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"http://\S+", mail.outbox[-1].body)[0]
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert not is_in(there)
    assert not is_in(client)
    assert log_in(client, "ada", NEW).status_code == 302


def test_the_list_names_the_browsers(client):
    ada = person("ada")
    here = logged_in(ada)
    logged_in(ada, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1")
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox on Linux" in page and "Safari on iPhone" in page
    assert page.count("This one") == 1


def test_one_session_is_ended():
    ada = person("ada")
    here, there, third = logged_in(ada), logged_in(ada), logged_in(ada)
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/accounts/sessions/{row.pk}/").status_code == 303
    assert is_in(here) and is_in(third) and not is_in(there)


def test_all_others_are_ended():
    ada = person("ada")
    here, there, third = logged_in(ada), logged_in(ada), logged_in(ada)
    here.post("/accounts/sessions/")
    assert is_in(here) and not is_in(there) and not is_in(third)


def test_nobody_ends_sessions_of_others():
    browser, victim = logged_in(person("ada")), logged_in(person("ben"))
    row = UserSession.objects.get(session_key=victim.session.session_key)
    assert browser.post(f"/accounts/sessions/{row.pk}/").status_code == 404
    assert is_in(victim)


def test_a_session_is_not_ended_by_reading():
    ada = person("ada")
    here, there = logged_in(ada), logged_in(ada)
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.get(f"/accounts/sessions/{row.pk}/").status_code == 405
    here.get("/accounts/sessions/")
    assert is_in(there) and Session.objects.count() == 2
