"""An article as its page shows it, kept by the process as long as its facts are the same."""

from dataclasses import dataclass
from itertools import count

from django.core.cache import caches
from django.utils import timezone

from articles.facts import Facts, facts_of
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
    """None where no such article is out. One query, of its facts, where the process has read it before; else four. One
    less with `facts` that the request has read.
    """
    now = timezone.now()
    facts = facts or facts_of(slug, now)
    if facts is None:
        return None
    kept: Story | None = caches["pages"].get(f"story:{slug}")
    if kept is None or kept.facts != facts:
        article = Article.objects.published(now).with_parts().with_appeal().filter(slug=slug).first()
        if article is None:
            return None
        kept = Story(facts, article, list(article.tags.all()), list(Section.objects.all()), next(numbers))
        caches["pages"].set(f"story:{slug}", kept, SECONDS_KEPT)
    return kept
