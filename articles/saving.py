"""What must happen when the newsroom has saved an article. Whoever has something to do adds a callable; articles
need not know who that is.
"""

from collections.abc import Callable

from articles.models import Article

SAVED: list[Callable[[Article], object]] = []


def saved(article: Article) -> None:
    """Called inside the transaction that saved it."""
    for follow in SAVED:
        follow(article)
