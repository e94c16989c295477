"""The discussion of an article that is opened: read before the page is printed, as its head needs a part of it."""

from typing import Any

from django.http import HttpRequest

from articles.models import Article
from discussion.conversation import Conversation, View
from discussion.views.access import reader_of


def open_discussion(request: HttpRequest, article: Article) -> dict[str, Any]:
    """As the address asks to see it. Where it asks for what there is not, BadView becomes a 400."""
    reader = reader_of(request)
    conversation = Conversation.for_reader(reader, article, View.asked(request.GET))
    if reader.signed_in and conversation.unread is not None:
        return {"conversation": conversation, "unread": conversation.unread}
    return {"conversation": conversation}
