import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.facts import article_of, facts_of
from articles.models import Appeal, Article, Section, Tag
from articles.models.article import READ_WITH_ARTICLES
from articles.stories import story
from tests.factories import article, say, thread, voice

pytestmark = pytest.mark.django_db


def test_an_article_made_of_its_facts_is_the_one_in_the_database():
    Appeal.objects.create(above="Keep us going", button="Help", link="https://example.org/", site_wide=True)
    bare, said = article(blocks=[3, 4]), thread(article(support="none")).article
    say(voice(), thread=said.thread)
    for slug in (bare.slug, said.slug):
        made, read = article_of(facts_of(slug)), with_all(slug)
        assert values(made) == values(read)
        assert made.site_appeal == read.site_appeal
        for relation in READ_WITH_ARTICLES:
            ours, theirs = getattr(made, relation, None), getattr(read, relation, None)
            assert ours == theirs
            assert ours is None or values(ours).items() <= values(theirs).items()
    assert made.thread.article is made


def with_all(slug):
    return Article.objects.with_parts().with_appeal().get(slug=slug)


def values(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_") and name != "site_appeal"}


def test_what_an_articles_page_needs_of_it_costs_no_more_questions(django_assert_num_queries):
    thread(article(slug="tower"))
    shown = story("tower")
    with django_assert_num_queries(0):
        assert shown.article.author.display_name and shown.article.section.name
        assert shown.article.lead_photo is None
        assert shown.article.support_appeal() is None
        assert shown.article.thread.article.slug == "tower"


def test_after_a_comment_only_the_facts_are_asked_again():
    under = thread(article(slug="tower"))
    story("tower")
    say(voice(), thread=under)
    with CaptureQueriesContext(connection) as asked:
        shown = story("tower")
    assert (len(asked), shown.article.thread.comment_count) == (1, 1)


def test_new_sections_and_tags_are_seen():
    made = article(slug="tower")
    made.tags.add(Tag.objects.create(name="Bridges", slug="bridges"))
    first = story("tower")
    Section.objects.create(name="Abroad", slug="abroad", position=9)
    made.tags.add(Tag.objects.create(name="Arches", slug="arches"))
    with CaptureQueriesContext(connection) as asked:
        second = story("tower")
    assert len(asked) == 2
    assert [tag.name for tag in first.tags] == ["Bridges"]
    for made_of_it, read in ((second.tags, Tag), (second.sections, Section)):
        assert vars(made_of_it[0]).keys() == vars(read.objects.first()).keys()  # no column is left out
    assert [tag.name for tag in second.tags] == ["Arches", "Bridges"]
    assert second.sections == [*first.sections, Section.objects.get(slug="abroad")]
