"""The verbs by which a text gets a revision, and its blocks their ids. Each holds the article's row until the
transaction ends, and what it is given is read again under that lock.
"""

from django.db import transaction

from articles.blocks import blocks_of
from articles.body import clean_body
from articles.differences import words_changed
from articles.matching import match
from articles.models import Article, Revision
from people.models import User


@transaction.atomic
def revise(article: Article, *, by: User | None) -> Revision:
    """The revision of the text as it is saved: a new one if it differs from the last, and that one if not. Asked
    before a text is replaced, it keeps one that has no revision yet. Sets `blocks` and `block_count` of `article`.
    """
    saved = _lock(article.pk)
    last = saved.revisions.order_by("-number").first()
    if last is None:
        last = _begin(saved, by)
    elif last.body != saved.body:
        last = _add(saved, last, like=last, by=by)
    article.blocks, article.block_count = saved.blocks, saved.block_count
    return last


@transaction.atomic
def restore(revision: Revision, *, by: User | None) -> Revision:
    """Makes the article read as it did, by a new revision whose `article` is as it is saved now. Each block has the
    id again that it had: its text is the same. What stood meanwhile stays in the history.
    """
    article = _lock(revision.article_id)
    last = revise(article, by=None)
    back = Revision.objects.get(pk=revision.pk)
    article.body = clean_body(back.body)  # by today's rules
    if article.body != last.body:
        Article.objects.filter(pk=article.pk).update(body=article.body)
        last = _add(article, last, like=back, by=by, restored_from=back.number)
    last.article = article
    return last


def texts_to_be(article: Article, body: str) -> list[tuple[int, str]]:
    """Each block's id and words if `body` were saved now; `article` is as it is saved. Writes nothing. One query."""
    last = article.revisions.order_by("-number").first()
    texts = last.texts if last else list(zip(article.block_ids, _words(article.body), strict=True))
    for later in (article.body, body):
        new = _words(later)
        ids = match(texts, new, max([article.block_count, *(pk for pk, _text in texts)], default=0) + 1)
        texts = list(zip(ids, new, strict=True))
    return texts


def _lock(pk: int) -> Article:
    return Article.objects.select_for_update(no_key=True).get(pk=pk)


def _words(body: str) -> list[str]:
    return [block.text for block in blocks_of(body)]


def _begin(article: Article, by: User | None) -> Revision:
    ids = article.block_ids
    _give(article, ids)
    return Revision.objects.create(article=article, number=1, body=article.body, blocks=ids, by=by)


def _add(
    article: Article, last: Revision, *, like: Revision, by: User | None, restored_from: int | None = None
) -> Revision:
    made = Revision(article=article, number=last.number + 1, body=article.body, by=by, restored_from=restored_from)
    made.blocks = match(like.texts, _words(article.body), article.block_count + 1)
    made.words_added, made.words_removed = words_changed(last.texts, made.texts)
    made.save(force_insert=True)
    _give(article, made.blocks)
    return made


def _give(article: Article, ids: list[int]) -> None:
    article.blocks, article.block_count = ids, max([article.block_count, *ids])
    Article.objects.filter(pk=article.pk).update(blocks=article.blocks, block_count=article.block_count)
