"""What must happen when the newsroom has saved an article, and what is said to it before. Whoever has something to do
or to say adds a callable; articles need not know who that is.
"""

from collections.abc import Callable, Sequence

from articles.models import Article

Texts = Sequence[tuple[int, str]]  # each block's id and words, as Revision.texts has them

SAVED: list[Callable[[Article], object]] = []
# Each answers with sentences for the editor. What it gets: the article as it is saved, its blocks as they would become.
BEFORE: list[Callable[[Article, Texts], list[str]]] = []


def saved(article: Article) -> None:
    """Called inside the transaction that saved it."""
    for follow in SAVED:
        follow(article)


def warnings(article: Article, texts: Texts) -> list[str]:
    """What would be lost. Nothing is written."""
    return [words for warn in BEFORE for words in warn(article, texts)]
