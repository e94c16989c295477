import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client

from config import settings as production
from people.models import User
from tests.factories import person
from tests.people.visiting import log_in

pytestmark = pytest.mark.django_db


def sign_up(password):
    form = {"email": "new@example.org", "username": "newcomer", "display_name": "New Comer", "password1": password}
    return Client().post("/accounts/signup/", form)


@pytest.mark.parametrize(
    "password",
    [
        "xkcdxkcd",
        "a" * 30 + "bcd" * 33,
        "nur wörter und lücken",
        "密码很长没有关系",
        "0000 1111 2222",
        "p" * 4000 + "q",
    ],
)
def test_long_and_plain_passwords_are_taken_whole(client, password):
    assert sign_up(password).status_code == 302
    user = User.objects.get()
    assert user.check_password(password) and not user.check_password(password[:-1])


@pytest.mark.parametrize(
    "password", ["abcdefg", "password", "12345678", "qwertyuiop", "newcomer", "newcomer1", "New Comer"]
)
def test_short_common_and_own_ones_are_refused(password):
    answer = sign_up(password)
    assert answer.status_code == 200 and "password1" in answer.context["form"].errors
    assert not User.objects.exists()


def test_argon2_comes_first_and_old_hashes_are_renewed(client, settings):
    user = person("ada")
    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS
    user.password = make_password("correct horse", hasher="pbkdf2_sha256")
    user.save()
    assert log_in(client, "ada").status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")
    assert check_password("correct horse", user.password)
