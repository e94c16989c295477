"""A comment as pages print it: one row of plain values, of the comment, its voice and its passage."""

from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple, Self

from django.db.models import Case, QuerySet, TextField, Value, When
from django.utils.safestring import SafeString

from discussion.models import Comment, Reader, State
from discussion.models.state import readable
from discussion.rendering import RENDERER, html_as_stored

OF_THE_COMMENT = (
    *("pk", "parent_id", "passage_id", "voice_id", "lft", "rght", "state", "posted_at", "edited_at", "picked_at"),
    *("pinned_at", "up", "down", "score", "best", "reply_count", "descendant_count", "appeared", "report_count"),
    *("html", "renderer"),
)
OF_ITS_VOICE = ("name", "user_id")
OF_ITS_USER = ("handle", "is_active", "is_staff")
OF_ITS_PASSAGE = ("quote", "lost_at")
# Only where what is stored was made by an older renderer.
SOURCE = Case(When(renderer=RENDERER, then=Value("")), default="source", output_field=TextField())
COLUMNS: tuple[Any, ...] = (
    *OF_THE_COMMENT,
    SOURCE,
    *(f"voice__{name}" for name in OF_ITS_VOICE),
    *(f"voice__user__{name}" for name in OF_ITS_USER),
    *(f"passage__{name}" for name in OF_ITS_PASSAGE),
)


class CommentRow(NamedTuple):
    pk: int
    parent_id: int | None
    passage_id: int | None
    voice_id: int
    lft: int
    rght: int
    state: str
    posted_at: datetime
    edited_at: datetime | None
    picked_at: datetime | None
    pinned_at: datetime | None
    up: int
    down: int
    score: int
    best: int
    reply_count: int  # published, as descendant_count
    descendant_count: int
    appeared: int
    report_count: int
    stored_html: str
    renderer: int
    source: str
    name: str
    user_id: int | None
    handle: str | None
    active: bool | None
    staff: bool | None
    quote: str | None
    lost_at: datetime | None
    # What only some questions ask as well.
    began: int = 0  # the thread's version when it was read
    rank: int = 0  # among its siblings
    goes_on: bool = False  # something that the reader may see lies below
    has_picks: bool = False  # the thread has, as the next two
    has_feedback: bool = False
    has_pins: bool = False

    @classmethod
    def of(cls, comment: Comment) -> Self:
        """No query, for a comment that comes with its voice and passage."""
        voice, user = comment.voice, comment.voice.user
        passage = comment.passage if comment.passage_id else None
        return cls._make(
            (
                *attrgetter(*OF_THE_COMMENT)(comment),
                comment.source,
                *attrgetter(*OF_ITS_VOICE)(voice),
                *(attrgetter(*OF_ITS_USER)(user) if user else (None, None, None)),
                *(attrgetter(*OF_ITS_PASSAGE)(passage) if passage else (None, None)),
                *CommentRow._field_defaults.values(),
            )
        )

    @classmethod
    def all(cls, comments: QuerySet[Comment]) -> list[Self]:
        """One query."""
        return [cls(*row) for row in comments.values_list(*COLUMNS)]

    @property
    def published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_leaf(self) -> bool:
        return self.rght == self.lft + 1

    @property
    def html(self) -> SafeString:
        return html_as_stored(self.stored_html, self.renderer, self.source)

    def readable_by(self, reader: Reader) -> bool:
        return readable(self.state, own=self.spoken_by(reader), moderates=reader.moderates)

    def spoken_by(self, reader: Reader) -> bool:
        return reader.has_voice(self.voice_id, self.user_id)

    def state_for(self, reader: Reader) -> State:
        """As Comment.state_for() says it."""
        if self.state == State.SHADOWED and self.spoken_by(reader):
            return State.PUBLISHED
        return State(self.state)
