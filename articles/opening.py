"""What others put on an article's page, read before any of it is printed. Whoever has something adds a function: it
gets the request and the article, and answers with names for the template.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from articles.models import Article

OPENED: list[Callable[[HttpRequest, Article], dict[str, Any]]] = []


def opened(request: HttpRequest, article: Article) -> dict[str, Any]:
    """In the order in which they were added."""
    return {name: value for read in OPENED for name, value in read(request, article).items()}
