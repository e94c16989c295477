"""What one page shows of a person: who he is, and what he said where others may read it."""

from dataclasses import dataclass, field
from typing import Self, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article
from discussion.conversation.cursor import Cursor, column_value, key_of
from discussion.conversation.line import Line, answering, comment_words, line_of
from discussion.conversation.request import BadView
from discussion.models import Comment, Mute, Reader, State, Voice
from discussion.models.comment import CommentQuerySet
from discussion.ranking import NEWEST_FIRST
from people.avatars import avatar
from people.models import User

COMMENTS_ON_A_PAGE = 20
COUNTED = 1000


@dataclass(frozen=True)
class Remark:
    """One comment away from its discussion, so with what it belongs to."""

    article: Article
    line: Line


@dataclass
class Profile:
    person: User
    voice: Voice | None  # None: he never spoke
    own: bool  # whether the reader looks at himself
    count: int  # comments that everybody may read, counted up to COUNTED
    remarks: list[Remark] = field(default_factory=list)
    after: Cursor | None = None
    next: Cursor | None = None
    muted: bool = False
    mutes: list[Mute] = field(default_factory=list)  # on his own page, newest first

    @classmethod
    def for_reader(cls, reader: Reader, person: User, query: QueryDict) -> Self:
        """`person` comes with his voice. Three queries. Raises BadView."""
        after = _place(query)
        voice = getattr(person, "voice", None)
        own = reader.user.pk == person.pk
        remarks, rest = _page(reader, voice, after) if voice else ([], None)
        return cls(
            person,
            voice,
            own,
            _count(voice, own) if voice else 0,
            remarks,
            after,
            rest,
            muted=_mutes(reader, voice) if voice and not own else False,
            mutes=_muted_by(person) if own else [],
        )

    @property
    def avatar(self) -> SafeString:
        return avatar(str(self.voice.pk) if self.voice else f"user-{self.person.pk}")

    def count_words(self) -> str:
        if self.count > COUNTED:
            return _("more than %(comments)s") % {"comments": comment_words(COUNTED)}
        return comment_words(self.count)


def _place(query: QueryDict) -> Cursor | None:
    place = str(query.get("after", ""))
    if not place:
        return None
    try:
        after = Cursor.parse(place)
        column_value(NEWEST_FIRST, after)
    except ValueError:
        raise BadView(_("This address does not lead to a page of comments.")) from None
    return after


def _page(reader: Reader, voice: Voice, after: Cursor | None) -> tuple[list[Remark], Cursor | None]:
    """With one query."""
    said = _said(reader, voice).with_voices().with_parents().select_related("thread__article")
    if after:
        time = column_value(NEWEST_FIRST, after)
        said = said.filter(Q(posted_at__lte=time), Q(posted_at__lt=time) | Q(posted_at=time, pk__lt=after.id))
    found = list(said.order_by(*NEWEST_FIRST.columns)[: COMMENTS_ON_A_PAGE + 1])
    shown = found[:COMMENTS_ON_A_PAGE]
    last = shown[-1] if len(found) > COMMENTS_ON_A_PAGE else None
    rest = Cursor(0, key_of(NEWEST_FIRST, last), last.pk) if last else None
    return [_remark(comment, reader) for comment in shown], rest


def _said(reader: Reader, voice: Voice) -> CommentQuerySet:
    """In articles that are out; asked row by row, as a list of all articles would grow for ever."""
    out = Article.objects.published().filter(pk=OuterRef("thread__article"))
    return Comment.objects.visible_to(reader).filter(Exists(out), voice=voice)


def _remark(comment: Comment, reader: Reader) -> Remark:
    line = line_of(comment, thread=comment.thread, reader=reader)
    if comment.parent:
        line.answers = answering(comment.parent, thread=comment.thread, reader=reader)
    return Remark(comment.thread.article, line)


def _count(voice: Voice, own: bool) -> int:
    """Who is shadow banned counts what is shown to him as published."""
    said = _said(Reader(AnonymousUser()), voice)
    if own:
        said = _said(Reader(cast(User, voice.user)), voice).filter(state__in=(State.PUBLISHED, State.SHADOWED))
    return said.order_by("-posted_at", "-pk")[: COUNTED + 1].count()  # in order, or PostgreSQL reads what others said


def _mutes(reader: Reader, voice: Voice) -> bool:
    return reader.signed_in and Mute.objects.filter(user=reader.user.pk, voice=voice).exists()


def _muted_by(person: User) -> list[Mute]:
    return list(Mute.objects.filter(user=person).select_related("voice__user").order_by("-pk"))
