"""What stands under /media/: pictures, each as what its name says, and nothing else."""

import pytest
from django.test import Client

from tests.guards.test_headers import policy_of

# An answer that is a file is closed by who reads it, and Django then looks after its connections.
pytestmark = pytest.mark.django_db
SCRIPT = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def stored(settings):
    def stored(name, content=SCRIPT):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return f"/media/{name}"

    return stored


@pytest.mark.parametrize(
    ("name", "sent_as"),
    [("a.jpg", "image/jpeg"), ("a.png", "image/png"), ("a.webp", "image/webp"), ("a/300w.avif", "image/avif")],
)
def test_a_picture_is_sent_as_its_name_says_whatever_it_holds(stored, name, sent_as):
    answer = Client().get(stored(f"photos/{name}"))
    assert answer.status_code == 200
    assert b"".join(answer) == SCRIPT
    answer.close()
    assert answer["Content-Type"] == sent_as
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert policy_of(answer) == {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize(
    "name",
    [
        "a.svg",
        "a.html",
        "a.jpg.html",
        "a.php",
        "a.jpg.php",
        "a.gif",
        "a.pdf",
        "a.JPG",
        "a.jpeg",
        "a",
        ".jpg",
        "a.jpg.gz",
    ],
)
def test_no_other_file_is_served(stored, name):
    assert Client().get(stored(f"photos/{name}")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "photos",
        "photos/",
        "photos/none.jpg",
        "photos/none.jpg%00",
        "photos/%00.jpg",
        "..%2fa.jpg",
        "a" * 5000 + ".jpg",
    ],
)
def test_what_is_not_there_is_not_found(stored, path):
    stored("photos/a.jpg")
    assert Client().get(f"/media/{path}").status_code in (400, 404)


def test_nothing_outside_of_the_folder_is_reached(stored, settings):
    (settings.MEDIA_ROOT.parent / "secret.jpg").write_bytes(b"secret")
    stored("a.jpg")
    for path in ("../secret.jpg", "photos/../../secret.jpg", "%2e%2e/secret.jpg", "/etc/secret.jpg"):
        assert Client().get(f"/media/{path}").status_code in (400, 404)


def test_who_has_it_already_is_not_sent_it_again(stored):
    address = stored("photos/a.jpg")
    first = Client().get(address)
    first.close()
    again = Client().get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304


def test_nothing_is_taken_by_a_post(stored):
    assert Client().post(stored("photos/a.jpg")).status_code == 405
