from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.models import Article
from discussion.conversation import Conversation
from discussion.conversation.line import comment_words
from discussion.conversation.text import corrections_of, text_of
from discussion.forms import CommentForm
from discussion.models import Thread
from discussion.page_cache import share
from discussion.permissions import may_post
from discussion.ranking import SORTS
from discussion.views.access import reader_of
from discussion.views.composing import writer

register = template.Library()


@register.inclusion_tag("discussion/discussion.html", takes_context=True)
def discussion(context: template.Context, article: Article) -> dict[str, Any]:
    """The discussion under an article, as open_discussion() has read it."""
    request: HttpRequest = context["request"]
    reader = reader_of(request)
    conversation: Conversation = context["conversation"]
    if not reader.known:
        share(request, until=conversation.expires_at)
    decision = may_post(conversation.thread)
    return {
        **writer(reader, conversation.thread),
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "article": article,
        "conversation": conversation,
        "thread_html": context.get("thread_html") or (conversation.html if conversation.lines else ""),
        "reader_name": context.get("reader_name"),
        "sorts": SORTS.values(),
        "form": CommentForm.fresh(client_id=context.get("client_id")) if decision else None,
        "closed": decision.reason,
        "moderates": reader.moderates,
        "passages": bool(decision) and conversation.thread.feedback_of == Thread.Feedback.EVERYONE,
    }


@register.simple_tag
def article_text(article: Article) -> SafeString:
    """The words of the article, with what readers said of its passages."""
    return text_of(article, Thread.objects.of(article))


@register.inclusion_tag("discussion/_corrections.html")
def corrections(article: Article) -> dict[str, Any]:
    """What was corrected after readers said so. One query."""
    return {"corrections": corrections_of(article, Thread.objects.of(article))}


@register.simple_tag
def comment_count(article: Article) -> str:
    """ "128 comments"; no query for an article that was loaded with its thread."""
    return comment_words(Thread.objects.of(article).comment_count)
