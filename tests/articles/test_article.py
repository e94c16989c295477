from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Appeal, Article
from tests.factories import article

pytestmark = pytest.mark.django_db


def test_it_works():
    out = article("bridge")
    assert list(Article.objects.published()) == [out]
    assert out.get_absolute_url() == "/articles/bridge/"


def test_a_draft_is_not_out_even_when_its_time_has_come():
    article(state=Article.State.DRAFT)
    article(state=Article.State.DRAFT, published_at=None)
    assert not Article.objects.published().exists()


def test_a_scheduled_article_appears_by_the_clock():
    at = timezone.now() + timedelta(hours=1)
    scheduled = article(published_at=at)
    assert not Article.objects.published().exists()
    assert not Article.objects.published(at - timedelta(seconds=1)).exists()
    assert list(Article.objects.published(at)) == [scheduled]


def test_the_newest_stands_first_and_equals_keep_their_places():
    now = timezone.now()
    old, new, as_new = (article(published_at=now - timedelta(days=days)) for days in (3, 1, 1))
    for _reload in range(3):
        assert list(Article.objects.newest_first()) == [as_new, new, old]


def test_a_published_article_has_a_time():
    with pytest.raises(IntegrityError), transaction.atomic():
        article(published_at=None)
    with pytest.raises(ValidationError, match="Say when"):
        Article(**{**fields_of(article()), "published_at": None}).validate_constraints()


def test_a_slug_is_given_once():
    article("bridge")
    with pytest.raises(IntegrityError), transaction.atomic():
        article("bridge")


def test_a_person_with_articles_is_not_deleted():
    with pytest.raises(ProtectedError):
        article().author.delete()


def test_the_page_reads_an_article_in_one_query(django_assert_num_queries):
    article()
    with django_assert_num_queries(1):
        out = Article.objects.published().with_parts().get()
        assert (out.section.name, out.author.display_name, out.lead_photo, out.appeal) is not None


class TestAppeal:
    @pytest.fixture
    def own(self):
        return Appeal.objects.create(above="For this one.", button="Give", link="https://example.org/own")

    @pytest.fixture
    def site(self):
        return Appeal.objects.create(above="For all.", button="Give", link="https://example.org/", site_wide=True)

    def test_the_sites_own_where_nothing_else_is_said(self, site):
        assert article().support_appeal() == site

    def test_none_where_the_site_has_none(self):
        assert article().support_appeal() is None

    def test_its_own(self, own, site):
        assert article(support=Article.Support.OWN, appeal=own).support_appeal() == own

    def test_one_that_waits_is_not_shown(self, own, site):
        assert article(support=Article.Support.SITE, appeal=own).support_appeal() == site

    def test_none_at_all(self, own, site, django_assert_num_queries):
        silent = article(support=Article.Support.NONE, appeal=own)
        with django_assert_num_queries(0):
            assert silent.support_appeal() is None

    def test_its_own_must_be_there(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            article(support=Article.Support.OWN)
        with pytest.raises(ValidationError, match="Choose the appeal"):
            Article(**{**fields_of(article()), "support": Article.Support.OWN}).validate_constraints()

    def test_one_is_the_whole_sites(self, site):
        second = Appeal(button="Give", link="https://example.org/", site_wide=True)
        with pytest.raises(ValidationError, match="edit that one"):
            second.validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save()

    def test_many_are_not_the_sites(self, own):
        Appeal.objects.create(button="Give", link="https://example.org/")
        assert Appeal.objects.count() == 2

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org", "example.org", "data:text/html,x"])
    def test_its_link_is_one_of_the_web(self, link):
        with pytest.raises(ValidationError):
            Appeal(button="Give", link=link).full_clean()


def fields_of(made):
    return {field.attname: getattr(made, field.attname) for field in made._meta.concrete_fields if field.name != "id"}
