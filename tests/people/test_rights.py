"""What somebody has a right to: one question, with Django's own answer."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from people.models import User
from people.recognizing import AccountBackend
from people.roles import MODERATORS
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida():
    ida = person("ida", is_staff=True)
    ida.groups.add(Group.objects.get(name=MODERATORS))
    ida.user_permissions.add(Permission.objects.get(codename="view_mail"), Permission.objects.get(codename="moderate"))
    return ida


def again(user):
    return User.objects.get(pk=user.pk)


def test_his_own_and_those_of_his_groups_in_one_question(ida, django_assert_num_queries):
    ida = again(ida)
    with django_assert_num_queries(1):
        assert ida.has_perm("discussion.moderate") and ida.has_perm("discussion.view_mail")
        assert not ida.has_perm("people.delete_user")
    assert ida.get_all_permissions() == ModelBackend().get_all_permissions(again(ida))


def test_what_is_given_or_taken_counts_from_the_next_request_on(ida):
    ida.groups.clear()
    ida.user_permissions.clear()
    assert not again(ida).get_all_permissions()


@pytest.mark.parametrize("change", [{"is_superuser": True}, {"is_active": False}])
def test_whoever_may_all_or_nothing_is_djangos(ida, change):
    User.objects.filter(pk=ida.pk).update(**change)
    assert again(ida).get_all_permissions() == ModelBackend().get_all_permissions(again(ida))


def test_nobody_and_single_objects_have_none(ida, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert AccountBackend().get_all_permissions(AnonymousUser()) == set()
        assert AccountBackend().get_all_permissions(ida, ida) == set()
