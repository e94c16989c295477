"""All that helps a moderator to decide about one comment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Count

from discussion.conversation.comment_row import CommentRow
from discussion.conversation.line import Line, Onward, answering, line_of, passage_of
from discussion.conversation.screened import Screening, screening_of
from discussion.models import Comment, Event, Note, Reader, Report, Restriction, Rule, State
from discussion.models.voice import RECORDED
from discussion.moderating import ACTS, Act
from discussion.moderating.acts import overturns
from discussion.moderating.claiming import claimed_by_others
from discussion.moderating.overruling import decided_about
from discussion.permissions import may_moderate
from people.models import User
from people.roles import ranks

EVENTS_SHOWN = 12
REPORTS_SHOWN = 50
NOTES_SHOWN = 20
# What a moderator does not look for in the history of a comment.
QUIET = (Event.Kind.POSTED, Event.Kind.REPORTED)


@dataclass(frozen=True)
class Author:
    """Who he is to moderators."""

    record: dict[str, int]  # of his newest comments, by state, in words
    heard_at: datetime
    reported: int  # open reports about these
    restrictions: list[Restriction]
    suspended_until: datetime | None
    notes: list[Note]

    @property
    def said_more(self) -> int:
        """Of how many the record is, where that is not of all."""
        return RECORDED if sum(self.record.values()) == RECORDED else 0

    @classmethod
    def of(cls, comment: Comment) -> Self:
        """Four queries."""
        voice = comment.voice
        open_reports = Report.objects.filter(comment__in=voice.newest().values("pk"), outcome=Report.Outcome.OPEN)
        return cls(
            record=voice.record(),
            heard_at=voice.heard_at,
            reported=open_reports.count(),
            restrictions=list(Restriction.objects.standing().filter(voice=voice).order_by("pk")),
            suspended_until=voice.user.suspended_until if voice.user and voice.user.suspended else None,
            notes=list(Note.objects.filter(about=voice).select_related("by")[:NOTES_SHOWN]),
        )


@dataclass(frozen=True)
class Card:
    comment: Comment
    line: Line
    parent: Line | None
    passage: Onward | None  # that it, or what it answers in the end, hangs on
    author: Author
    reports: list[Report]  # newest first, those that were settled too
    events: list[Event]  # newest first
    acts: list[Act]
    picking: str  # "pick", "unpick" or nothing
    objection: str  # why he who looks may not decide
    holder: str  # who else has it before him
    rule: str  # what most reports give as their reason
    screening: Screening | None

    @classmethod
    def of(cls, comment: Comment, by: User) -> Self:
        """`comment` comes with all that find_for_card() loads. 11 queries, whatever was said and reported."""
        reader, thread = Reader(by), comment.thread
        line, parent = line_of(comment, thread=thread, reader=reader), None
        if comment.parent:
            comment.parent.thread = thread
            parent = line_of(comment.parent, thread=thread, reader=reader)
            line.answers = answering(comment.parent, thread=thread, reader=reader)
        reports = comment.reports.select_related("voice__user").order_by("outcome", "-pk")
        events = Event.objects.filter(comment=comment).exclude(kind__in=QUIET).select_related("by").order_by("-pk")
        acts, objection = _acts(comment, by)
        return cls(
            comment=comment,
            line=line,
            parent=parent,
            passage=_passage(comment),
            author=Author.of(comment),
            reports=sorted(reports[:REPORTS_SHOWN], key=lambda report: report.outcome != Report.Outcome.OPEN),
            events=list(events[:EVENTS_SHOWN]),
            acts=acts,
            picking=_picking(comment, reader),
            objection=objection,
            holder=claimed_by_others([comment.pk], by=by).get(comment.pk, ""),
            rule=_rule(comment),
            screening=screening_of(comment),
        )

    @property
    def rules(self) -> list[tuple[int, str, str, bool]]:
        """The six of them: its key, its code, its words, and whether it is what readers said."""
        return [(key, str(rule), str(rule.label), rule == self.rule) for key, rule in enumerate(Rule, start=1)]

    @property
    def needs_reason(self) -> bool:
        return any(act.needs_reason for act in self.acts)

    @property
    def claimable(self) -> bool:
        return bool(self.acts) and not self.holder


def find_for_card(pk: int) -> Comment | None:
    """With what a card shows of it, whether its article is out or not. One query."""
    told = Comment.objects.for_moderators().with_voices()
    return (
        told.select_related("thread__article__author", "parent__voice__user", "parent__passage").filter(pk=pk).first()
    )


def _acts(comment: Comment, by: User) -> tuple[list[Act], str]:
    """What `by` may do of what fits it, and why not all of that. Two queries."""
    fitting = [act for act in ACTS.values() if act.fits(State(comment.state))]
    decided = decided_about([comment]).get(comment.pk)
    users = {by.pk, comment.voice.user_id, decided and decided.by}
    standing = ranks(user for user in users if user)
    objection = may_moderate(by, comment.voice, standing).reason
    if objection:
        return [], objection if fitting else ""
    refused = {act.name: overturns(act, decided, by, standing) for act in fitting}
    return [act for act in fitting if not refused[act.name]], next(filter(None, refused.values()), "")


def _passage(comment: Comment) -> Onward | None:
    """At most one query."""
    if comment.parent_id is None:
        return passage_of(CommentRow.of(comment), comment.thread)
    if not comment.thread.has_passages:
        return None
    root = next(iter(CommentRow.all(Comment.objects.filter(tree_id=comment.tree_id, parent=None))), None)
    return root and passage_of(root, comment.thread)


def _picking(comment: Comment, reader: Reader) -> str:
    if not reader.picks:
        return ""
    if comment.picked_at:
        return "unpick"
    return "pick" if comment.published else ""


def _rule(comment: Comment) -> str:
    if not comment.report_count:
        return ""
    said = comment.reports.filter(outcome=Report.Outcome.OPEN).values_list("rule")
    most = said.annotate(count=Count("pk")).order_by("-count", "rule").first()
    return most[0] if most else ""
