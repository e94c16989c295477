"""What another server is told of a comment, and what it may answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from discussion.models.screening import Says
from discussion.screening.draft import Draft

REASON = 300  # characters


@dataclass(frozen=True)
class Question:
    """Services give `email` on only where the settings say so."""

    text: str
    name: str
    member: bool
    article: str  # its address
    email: str = ""
    address: str = ""  # of the network
    agent: str = ""
    kind: str = "comment"  # or "reply"
    edited: bool = False
    at: datetime = field(default_factory=timezone.now)
    article_at: datetime | None = None

    @classmethod
    def of(cls, draft: Draft) -> "Question":
        """At most two queries: of the article and of a member's address."""
        by, article = draft.by, draft.thread.article
        member = by is not None and by.user_id is not None
        email = (by.user.email if by.user else by.email) if by and settings.SCREENING_PERSONAL else draft.email
        reply = draft.parent or (draft.comment and draft.comment.parent_id)
        return cls(
            text=draft.source,
            name=by.name if by else draft.name,
            member=member,
            article=settings.ORIGIN + article.get_absolute_url(),
            email=email,
            address=draft.address,
            agent=draft.agent,
            kind="reply" if reply else "comment",
            edited=draft.comment is not None,
            at=draft.at,
            article_at=article.published_at,
        )


class Answer(NamedTuple):
    says: Says
    reason: str = ""


def readable(words: str) -> str:
    """Words of somebody else, to be kept and shown: without what a database refuses or what turns a line around."""
    return "".join(letter if letter.isprintable() else " " for letter in words[:REASON]).strip()
