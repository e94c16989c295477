"""What stands around articles, and what all pages have."""

from collections.abc import Iterator

from django.http import HttpRequest

from articles.models import Appeal, Tag
from discussion.views.patterns.cast import ARTICLE
from discussion.views.patterns.pattern import Pattern, pattern

APPEAL = Appeal(
    above="Reading is free here because readers pay for it. If this piece is worth a coffee to you, chip in.",
    below="You have reached the end. Keep pieces like this one open to everybody.",
    button="Support us",
    link="https://example.org/support",
)
TAGS = [Tag(slug="bridges", name="Bridges"), Tag(slug="rivers", name="Rivers")]


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    told = "One primary action a form; links where one only goes."
    yield pattern(request, "buttons", "Buttons", told, "patterns/_buttons.html")
    told = "What just happened, said once at the top of the next page."
    yield pattern(request, "notices", "Notices", told, "patterns/_notices.html")
    told, story = "On the front page and in sections.", {"story": ARTICLE, "kicker": True}
    yield pattern(request, "story", "A story in a list", told, "articles/_story.html", **story)
    told = "Above the text and below it."
    yield pattern(request, "support", "Support appeal", told, "patterns/_appeals.html", appeal=APPEAL)
    yield pattern(request, "tags", "Tags", "What an article is about.", "articles/_tags.html", tags=TAGS)
    told = "Which article a stand-alone page belongs to."
    yield pattern(request, "origin", "Origin", told, "discussion/_origin.html", article=ARTICLE)
