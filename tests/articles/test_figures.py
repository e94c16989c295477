import pytest
from django.core.exceptions import ValidationError

from articles.body import clean_body
from articles.figures import finished
from articles.models import Photo
from tests.articles.images import photo

pytestmark = pytest.mark.django_db


def figure(src, alt="A bridge."):
    return f'<figure><img src="{src}" alt="{alt}"><figcaption>The bridge at dusk.</figcaption></figure>'


def test_it_works():
    shown = photo()
    body = finished(clean_body(figure(shown.file.url)))
    assert f'src="{shown.file.url}" alt="A bridge." width="{shown.width}" height="{shown.height}"' in body
    assert clean_body(body) == body
    assert finished(body) == body


@pytest.mark.parametrize(
    "src",
    [
        *("https://elsewhere.example/x.jpg", "//elsewhere.example/x.jpg", "/media/../secret.jpg", "/static/x.jpg"),
        *("data:image/png;base64,AAAA", "javascript:alert(1)", "/media/x.svg", "", "/media/x.jpg?y"),
    ],
)
def test_a_picture_from_elsewhere_is_not_kept(src):
    assert "<img" not in clean_body(figure(src))


@pytest.mark.parametrize("alt", ['a > b" onerror="x', "<b>", "&gt;&quot; onload=x", "a&#62;b"])
def test_a_description_stays_a_description(alt):
    cleaned = clean_body(figure("/media/photos/x.jpg", alt))
    assert cleaned.count("<img") == 1
    assert "onerror=" not in cleaned.replace("&quot;", '"').split('alt="')[0]
    assert clean_body(cleaned) == cleaned


def test_a_photo_that_the_site_does_not_have_is_refused():
    with pytest.raises(ValidationError, match="site's photos"):
        finished(clean_body(figure("/media/photos/nobody.jpg")))


def test_a_picture_that_nobody_described_is_refused():
    with pytest.raises(ValidationError, match="Describe"):
        finished(clean_body(figure(photo().file.url, alt=" ")))


def test_a_text_without_pictures_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert finished("<p>Words.</p>") == "<p>Words.</p>"
    assert not Photo.objects.exists()
