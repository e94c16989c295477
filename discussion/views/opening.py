"""The discussion of an article that is opened: read before the page is printed, as its head needs a part of it."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.utils.html import escape

from articles.models import Article
from articles.printing import Alike
from discussion.conversation import Conversation, View
from discussion.views.access import reader_of
from people.models import User


def open_discussion(request: HttpRequest, article: Article) -> dict[str, Any]:
    """As the address asks to see it. Where it asks for what there is not, BadView becomes a 400."""
    reader = reader_of(request)
    conversation = Conversation.for_reader(reader, article, View.asked(request.GET))
    told: dict[str, Any] = {"conversation": conversation}
    if conversation.unread is not None:
        told["unread"] = conversation.unread
        if isinstance(reader.user, User) and not reader.user.is_staff:
            told["alike"] = _alike(conversation, reader.user)
    return told


def _alike(conversation: Conversation, user: User) -> Alike:
    """Members, of whom one page differs from another's by what of the conversation stands outside of its comments."""
    facts = (
        conversation.thread.closed,
        conversation.empty,
        conversation.first_new and conversation.first_new.id,
        conversation.new_count,
        conversation.next_query,
        conversation.has_picks,
        conversation.has_feedback,
        conversation.own,
        conversation.told,
        conversation.unread,
    )
    thread = "" if conversation.empty else conversation.html
    return Alike(facts, {"thread_html": thread, "client_id": str(uuid4()), "reader_name": escape(user.display_name)})
