"""What waits for moderators, for the admin's first page."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.waiting import ITEMS_SHOWN, Item, Waiting
from discussion.models import Comment, State


def held_comments(request: HttpRequest) -> Waiting | None:
    """Oldest first: who has waited longest is looked at next."""
    held = Comment.objects.filter(state=State.HELD).order_by("pk")
    return _waiting(request, _("Comments waiting for review"), held, "?state__exact=held")


def newest_comments(request: HttpRequest) -> Waiting | None:
    return _waiting(request, _("Newest comments"), Comment.objects.for_moderators().order_by("-pk"), "")


def _waiting(request: HttpRequest, title: str, comments: QuerySet[Comment], query: str) -> Waiting | None:
    if not request.user.has_perm("discussion.moderate"):
        return None
    found = comments.select_related("voice", "thread__article")[:ITEMS_SHOWN]
    return Waiting(title, [_item(comment) for comment in found], reverse("admin:discussion_comment_changelist") + query)


def _item(comment: Comment) -> Item:
    text = f"{comment.voice.name}: {Truncator(comment.words).chars(90)}"
    url = reverse("admin:discussion_comment_change", args=[comment.pk])
    return Item(text, url, str(comment.thread.article))
