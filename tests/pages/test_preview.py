"""The page before it is out: for the newsroom, and to everybody else it is not there."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from freezegun import freeze_time

from articles.models import Article
from tests.factories import article, person
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

UNPUBLISHED = [
    {"state": Article.State.DRAFT, "published_at": None},
    {"published_at": timezone.now() + timedelta(days=2)},
]


def with_right(codename, **fields):
    user = person(**fields)
    user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label="articles"))
    return user


@pytest.mark.parametrize("fields", UNPUBLISHED, ids=["draft", "scheduled"])
@pytest.mark.parametrize("right", ["view_article", "change_article"])
def test_the_newsroom_sees_the_page_as_it_will_be(fields, right, settings):
    settings.STAFF_MFA = False
    told = article(headline="A secret", body="<p>The text.</p>", **fields)
    page = Visitor(with_right(right, is_staff=True)).open(f"/articles/{told.slug}/preview/")
    assert page.status == 200
    assert page.heading == "A secret"
    assert "The text." in page.words
    assert "Preview." in page.words
    assert page.link("Edit the article").get("href") == f"/admin/articles/article/{told.pk}/change/"
    assert page.all("form", method="post") == []  # a discussion that cannot take place yet
    assert "no-store" in page.response["Cache-Control"] and "private" in page.response["Cache-Control"]
    assert page.parser.errors == []


@pytest.mark.parametrize("fields", [*UNPUBLISHED, {}], ids=["draft", "scheduled", "out"])
@pytest.mark.parametrize(
    "who",
    [
        lambda: None,
        person,
        lambda: person(is_staff=True),
        lambda: with_right("change_article"),
        lambda: with_right("view_tag", is_staff=True),
    ],
    ids=["anybody", "a reader", "staff of other duties", "no staff any more", "staff for tags"],
)
def test_to_everybody_else_it_is_not_there(fields, who):
    told = article(headline="A secret", **fields)
    page = Visitor(who()).open(f"/articles/{told.slug}/preview/")
    assert page.status == 404
    assert "A secret" not in page.words


def test_a_preview_of_nothing_is_not_found(settings):
    settings.STAFF_MFA = False
    assert Visitor(with_right("view_article", is_staff=True)).open("/articles/nothing/preview/").status == 404


def test_the_page_of_readers_has_no_banner():
    assert Visitor().open(f"/articles/{article().slug}/").all("div", class_="preview") == []


def test_a_scheduled_article_appears_at_its_minute_without_a_write(django_assert_num_queries):
    at = datetime(2031, 5, 4, 6, 30, tzinfo=timezone.get_default_timezone())
    with freeze_time(at - timedelta(days=3)):
        told = article(headline="On its minute", published_at=at)
    before = Article.objects.values().get(pk=told.pk)
    addresses = ["/", "/sections/world/"]
    with freeze_time(at - timedelta(seconds=1)):
        assert Visitor().open(f"/articles/{told.slug}/").status == 404
        assert not any("On its minute" in Visitor().open(address).words for address in addresses)
    with freeze_time(at):
        assert Visitor().open(f"/articles/{told.slug}/").status == 200
        assert all("On its minute" in Visitor().open(address).words for address in addresses)
    assert Article.objects.values().get(pk=told.pk) == before
