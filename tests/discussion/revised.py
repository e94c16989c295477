"""An article with passages, revised as the newsroom saves it."""

from articles.models import Article, Revision
from articles.revising import revise
from articles.saving import saved
from discussion.models import Passage, Thread
from discussion.passages import Chosen
from discussion.permissions import NotAllowed
from tests.factories import article, say, thread, voice

FIRST = "The bridge was <em>closed</em> twice in a wet September."
SECOND = "Both times the ferry ran, and nobody was late for school or for the market."
THIRD = "The ferryman keeps a book of every crossing that he has made since the war."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def bridge_of(body=BODY):
    """The thread of an article that was revised once."""
    made = article("bridge", body=body)
    revise(made, by=None)
    return thread(made)


def rewrite(of, *paragraphs):
    """As the newsroom saves it. Returns the revision."""
    made = Article.objects.get(pk=of.article_id)
    made.body = "".join(f"<p>{words}</p>" for words in paragraphs)
    made.save()
    revision = revise(made, by=None)
    saved(made)
    return revision


def on(under, quote, by=None, **more):
    """A comment's passage."""
    return say(by or voice(), thread=under, chosen=Chosen(quote, **more)).passage


def may(under, chosen):
    try:
        say(voice(), thread=under, chosen=chosen)
    except NotAllowed:
        return False
    return True


def fresh(passage):
    return Passage.objects.get(pk=passage.pk)


def version(of):
    return Thread.objects.get(pk=of.pk).version


def where(passage):
    passage = fresh(passage)
    return passage.block, passage.start, passage.words


def shown(of):
    return [(passage.words, passage.count) for passage in Passage.objects.filter(thread=of).shown().placed()]


def assert_in_place(of):
    """Each stands on its words, or is lost."""
    texts = dict(Revision.objects.filter(article=of.article_id).latest("number").texts)
    standing = Passage.objects.filter(thread=of, lost_at=None)
    for passage in standing:
        assert texts[passage.block][passage.start : passage.end] == passage.words
        assert list(texts).index(passage.block) == passage.place
    return standing.count()
