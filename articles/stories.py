"""An article as its page shows it, kept by the process as long as its facts are the same."""

from dataclasses import dataclass
from itertools import count

from django.core.cache import caches

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
    before, else three; one less with `facts` that the request has read.
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
    sections, tags = lists_of(facts)
    told = lists_of(before.facts) if before else ((), ())
    return Story(
        facts,
        article,
        before.tags if before and (before.article.pk, told[1]) == (article.pk, tags) else list(article.tags.all()),
        before.sections if before and told[0] == sections else list(Section.objects.all()),
        next(numbers),
    )
