"""Users in the admin: administrators alone give roles and change names."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from discussion.models import Voice
from people.admin import UserAdmin
from people.models import User
from people.roles import ADMINISTRATORS, MODERATORS
from people.suspending import suspend
from tests.factories import person, voice
from tests.pages.every_admin_url import client_of, who_is

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.mark.parametrize("role", ["anonymous", "reader", "editor", "moderator"])
def test_nobody_below_an_administrator_gives_roles(role):
    ben, group = person("ben"), Group.objects.get(name=MODERATORS)
    client_of(role).post(f"/admin/people/user/{ben.pk}/change/", form_of(ben, groups=[group.pk]))
    assert not ben.groups.exists()


def form_of(user, **other):
    return {"handle": user.handle, "display_name": user.display_name, "is_active": "on", **other}


def save(client, user, **other):
    return client.post(f"/admin/people/user/{user.pk}/change/", form_of(user, **other))


def test_who_is_given_a_role_may_enter_and_who_loses_it_may_not():
    chief, ben, group = client_of("administrator"), person("ben"), Group.objects.get(name=MODERATORS)
    theirs = Client()
    theirs.force_login(ben)
    assert save(chief, ben, groups=[group.pk]).status_code == 302
    assert theirs.get("/admin/").status_code == 200
    assert LogEntry.objects.get(object_id=ben.pk).object_repr == f"user {ben.pk}"  # a name would outlive the account
    assert save(chief, ben).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    assert not User.objects.get(pk=ben.pk).is_staff


def test_an_administrator_cannot_take_his_own_role_away_nor_shut_himself_out():
    user, client = who_is("administrator"), Client()
    client.force_login(user)
    fields = form_of(user, display_name="Another Name")
    del fields["is_active"]
    assert client.post(f"/admin/people/user/{user.pk}/change/", fields).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.is_active, user.is_staff) == ("Another Name", True, True)
    assert user.groups.get().name == ADMINISTRATORS


def test_an_administrator_looks_at_a_superuser_and_touches_nothing():
    root, client = who_is("superuser"), client_of("administrator")
    assert client.get(f"/admin/people/user/{root.pk}/change/").status_code == 200
    assert save(client, root, display_name="Fallen").status_code == 403
    root.refresh_from_db()
    assert root.is_superuser and root.display_name != "Fallen"


def test_a_name_that_an_administrator_changes_is_that_of_the_comments_too():
    ben = person("ben")
    voice(ben)
    save(client_of("administrator"), ben, display_name="Benjamin")
    assert Voice.objects.get(user=ben).name == "Benjamin"


def test_a_suspension_that_comes_while_the_form_is_saved_stays_in_force(monkeypatch):
    ben, save_model = person("ben"), UserAdmin.save_model

    def later(*args):
        suspend(User.objects.get(pk=ben.pk), until=timezone.now() + timedelta(days=1), reason="Insults.")
        save_model(*args)

    monkeypatch.setattr(UserAdmin, "save_model", later)
    assert save(client_of("administrator"), ben, display_name="Benjamin").status_code == 302
    ben.refresh_from_db()
    assert ben.suspended and ben.display_name == "Benjamin"
