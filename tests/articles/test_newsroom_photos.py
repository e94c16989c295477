"""Adding photos in the admin, and what it says of files that are none."""

import pytest
from django.contrib.auth.models import Permission

from articles.models import Photo
from articles.uploads import NOT_A_PICTURE, WRONG_NAME
from tests.articles.images import SCRIPT, image, photo, upload
from tests.factories import person

pytestmark = pytest.mark.django_db

PHOTOS = "/admin/articles/photo/"
WORDS = {"alternative": "A ferry", "caption": "The ferry.", "credit": "Photo: A. Person"}


@pytest.fixture
def desk(client, settings):
    settings.STAFF_MFA = False
    user = person("elin", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    client.force_login(user)
    return client


def complaints(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_photo_is_added(desk):
    answer = desk.post(PHOTOS + "add/", {**WORDS, "file": upload(image() + SCRIPT, "my ferry.php.jpg")})
    assert answer.status_code == 302
    taken = Photo.objects.get()
    assert (taken.width, taken.height, taken.ready) == (64, 48, False)
    assert SCRIPT not in taken.file.read() and "ferry" not in taken.file.name
    taken.file.close()


@pytest.mark.parametrize("missing", WORDS)
def test_a_photo_without_its_words_is_refused(desk, missing):
    answer = desk.post(PHOTOS + "add/", {**WORDS, missing: " ", "file": upload(image())})
    assert complaints(answer) == {missing: ["This field is required."]}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (SCRIPT, "a.jpg", NOT_A_PICTURE),
        (b"<svg/>", "a.svg", WRONG_NAME),
        (b"", "a.jpg", "The submitted file is empty."),
    ],
)
def test_what_is_no_photo_is_refused_in_words(desk, content, name, words):
    answer = desk.post(PHOTOS + "add/", {**WORDS, "file": upload(content, name)})
    assert complaints(answer) == {"file": [words]}
    assert not Photo.objects.exists()


def test_the_picture_of_a_photo_does_not_change_later(desk):
    taken = photo()
    before = taken.file.name
    address = f"{PHOTOS}{taken.pk}/change/"
    assert desk.post(address, {**WORDS, "file": upload(image())}).status_code == 302
    taken.refresh_from_db()
    assert (taken.file.name, taken.caption) == (before, "The ferry.")
