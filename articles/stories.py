"""An article as its page shows it, kept by the process as long as its facts are the same."""

from dataclasses import dataclass
from itertools import count

from django.core.cache import caches
from django.db.models import Value

from articles.facts import Facts, article_of, facts_of, lists_of
from articles.models import Article, Section, Tag

SECONDS_KEPT = 3600
numbers = count()


@dataclass(frozen=True)
class Story:
    """For reading alone: other requests get the same objects."""

    facts: Facts
    article: Article
    tags: list[Tag]
    sections: list[Section]  # of the masthead
    number: int  # another one for other facts


def story(slug: str, facts: Facts | None = None) -> Story | None:
    """None where no such article is out. One query, of its facts, where the process has read its sections and tags
    before, else two; one less with `facts` that the request has read.
    """
    facts = facts or facts_of(slug)
    if facts is None:
        return None
    kept: Story | None = caches["pages"].get(f"story:{slug}")
    if kept is None or kept.facts != facts:
        kept = _read(facts, kept)
        caches["pages"].set(f"story:{slug}", kept, SECONDS_KEPT)
    return kept


def _read(facts: Facts, before: Story | None) -> Story:
    """Mostly only its discussion is another one than `before`."""
    article = article_of(facts)
    if before and before.article.pk == article.pk and lists_of(before.facts) == lists_of(facts):
        tags, sections = before.tags, before.sections
    else:
        tags, sections = _tags_and_sections(article)
    return Story(facts, article, tags, sections, next(numbers))


def _tags_and_sections(article: Article) -> tuple[list[Tag], list[Section]]:
    """One query for both."""
    columns = ("id", "name", "slug", "position", "of_all")  # in a union what is computed stands last
    of_all = Section.objects.annotate(of_all=Value(1)).order_by().values_list(*columns)
    own = article.tags.annotate(position=Value(0), of_all=Value(0)).order_by().values_list(*columns)
    tags, sections = [], []
    for *values, position, is_section in own.union(of_all, all=True).order_by("position", "name"):
        if is_section:
            sections.append(Section.from_db("default", columns[:4], [*values, position]))
        else:
            tags.append(Tag.from_db("default", columns[:3], values))
    return tags, sections
