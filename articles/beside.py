"""Links from an article's page in the newsroom to what others have of it. Whoever has one adds a function: it gets the
request and the article, and answers with None where the reader of the page has no part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from articles.models import Article


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    # The same for words that are selected in the editor: the address gets them as `quote`, with `before` and `behind`.
    text_for_words: str = ""
    url_for_words: str = ""


BESIDE: list[Callable[[HttpRequest, Article], Link | None]] = []


def links_beside(request: HttpRequest, article: Article) -> list[Link]:
    """In the order in which they were added."""
    return [link for link in (of(request, article) for of in BESIDE) if link]
