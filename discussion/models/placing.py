"""What a new comment finds once its thread is locked, and how it makes room for itself in its tree."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from discussion.models.comment import TREE_SEQUENCE, Comment
from discussion.models.state import State
from discussion.models.thread import Thread
from discussion.models.voice import Voice


class Ground(NamedTuple):
    """`parent` as it is under the lock, with the end of its tree; `first`: the comment that the same form made before;
    `heard`: whether others read something of this voice here already; `tree`: the number of a new tree.
    """

    parent: Comment | None
    first: int | None
    heard: bool
    tree: int


def ground(thread: Thread, by: Voice, client_id: UUID, parent: Comment | None) -> Ground:
    """One query, after the lock and apart from it: PostgreSQL reads what a locking query finds beside the locked row
    as it was before the wait.
    """
    his = Comment.objects.filter(voice=by).order_by()
    known = {
        "first": Subquery(his.filter(client_id=client_id).values("pk")[:1]),
        "heard": Exists(his.filter(thread=thread, state=State.PUBLISHED)),
    }
    if parent:
        roots = Comment.objects.filter(tree_id=OuterRef("tree_id"), parent=None).order_by()
        known["tree_end"] = Subquery(roots.values("rght")[:1])
        found = Comment.objects.filter(thread=thread).annotate(**known).get(pk=parent.pk)
        return Ground(found, found.first, found.heard, found.tree_id)
    row = Thread.objects.filter(pk=thread.pk).annotate(tree=_new_tree(), **known).values_list("first", "heard", "tree")
    first, heard, tree = row.get()
    return Ground(None, first, heard, tree)


def _new_tree() -> Any:
    """As CommentManager.new_tree_ids()."""
    if connection.vendor == "postgresql":
        return Func(Value(TREE_SEQUENCE), function="nextval", output_field=BigIntegerField())
    highest = Comment.objects.order_by("-tree_id").values("tree_id")[:1]
    return Func(Subquery(highest), Value(0), function="COALESCE", output_field=BigIntegerField()) + 1


def make_room(comment: Comment, under: Comment, tree: QuerySet[Any]) -> None:
    """Numbers `comment` as the last reply of `under`, and with one query all that it moves in their tree: ancestors
    reach further and count it where it is published; what stands to their right goes on by its width.
    """
    edge = under.rght
    comment.lft, comment.rght = edge, edge + 1
    comment.level, comment.tree_id = under.level + 1, under.tree_id
    counted = int(comment.published)
    tree.filter(rght__gte=edge).update(
        lft=_plus(2, "lft", lft__gt=edge),
        rght=F("rght") + 2,
        descendant_count=_plus(counted, "descendant_count", lft__lt=edge),
        reply_count=_plus(counted, "reply_count", pk=under.pk),
    )
    under.rght += 2
    under.descendant_count += counted
    under.reply_count += counted


def _plus(more: int, column: str, **where: int) -> Case:
    return Case(When(**where, then=F(column) + more), default=F(column), output_field=IntegerField())
