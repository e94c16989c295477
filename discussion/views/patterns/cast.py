"""Who speaks in the samples, where, and what. Objects in memory: no row of theirs is ever written."""

from datetime import UTC, datetime, timedelta
from typing import Any

from articles.models import Article, Section
from discussion.conversation.comment_row import CommentRow
from discussion.conversation.line import Line, Own, line_of
from discussion.conversation.slots import fill
from discussion.models import Comment, Reader, State, Thread, Voice
from discussion.rendering import rendered
from people.models import User

# No row has such a number: buttons pressed on a sample find nothing.
FIRST = 9_000_000_000
BEGAN = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
WORDS = "The bridge was closed twice last winter, and **both times** the ferry ran. Nobody was late for anything."


def person(number: int, name: str, **fields: Any) -> User:
    return User(pk=FIRST + number, handle=name.split()[0].lower(), display_name=name, joined_at=BEGAN, **fields)


ELIN = person(1, "Elin Marsh")
MOD = person(2, "Mod Okoye", is_staff=True)
YOU = person(3, "Robin Vale")
ADA = person(4, "Ada Quist", about="I mend clocks, and read about bridges.")

ARTICLE = Article(
    pk=FIRST,
    slug="a-sample",
    headline="The bridge that nobody missed",
    standfirst="For two winters a town did without its bridge. What it learned about ferries, and about itself.",
    section=Section(pk=FIRST, slug="places", name="Places"),
    author=ELIN,
    published_at=BEGAN,
)
THREAD = Thread(pk=FIRST, article=ARTICLE, comment_count=1280, voice_count=74, version=7)


def voice(user: User | str) -> Voice:
    """A user's, or a guest's of that name."""
    if isinstance(user, User):
        return Voice(pk=user.pk, user=user, name=user.display_name)
    return Voice(pk=FIRST + len(user), name=user)


def comment(number: int, by: User | str = ADA, words: str = WORDS, **fields: Any) -> Comment:
    fields = {"up": 12, "down": 1, "score": 11, "state": State.PUBLISHED, **fields}
    said = BEGAN + timedelta(minutes=number)
    return Comment(pk=FIRST + number, thread=THREAD, voice=voice(by), posted_at=said, **rendered(words), **fields)


def row(number: int, by: User | str = ADA, **fields: Any) -> CommentRow:
    return CommentRow.of(comment(number, by, **fields))


def line(said: Comment, *, reader: User = YOU, own: dict[str, Any] | None = None, **shown: Any) -> Line:
    """As `reader` sees it; `own` and `shown` are what else his page would know."""
    made = line_of(said, thread=THREAD, reader=Reader(reader))
    for name, value in shown.items():
        setattr(made, name, value)
    may = {"may_vote": True, "may_reply": said.published, "may_report": said.published}
    made.own = Own(**{**may, **(own or {})})
    fill([made])
    return made
