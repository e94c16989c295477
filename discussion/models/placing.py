"""How a new comment makes room for itself in its tree."""

from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, When

from discussion.models.comment import Comment
from kit.prepared_writes import PreparedUpdate


def make_room(comment: Comment, under: Comment) -> None:
    """Numbers `comment` as the last reply of `under`, which is as it is under the lock, and with one query all that it
    moves in their tree: ancestors reach further and count it where it is published; what stands to their right goes
    on by its width.
    """
    edge = under.rght
    comment.lft, comment.rght = edge, edge + 1
    comment.level, comment.tree_id = under.level + 1, under.tree_id
    counted = int(comment.published)
    _make_room(tree=under.tree_id, edge=edge, under=under.pk, counted=counted)
    under.rght += 2
    under.descendant_count += counted
    under.reply_count += counted


def _room(*, tree: int, edge: int, under: int, counted: int) -> tuple[QuerySet[Comment], dict[str, Any]]:
    changes = {
        "lft": _plus(2, "lft", lft__gt=edge),
        "rght": F("rght") + 2,
        "descendant_count": _plus(counted, "descendant_count", lft__lt=edge),
        "reply_count": _plus(counted, "reply_count", pk=under),
    }
    return Comment.objects.filter(tree_id=tree, rght__gte=edge).order_by(), changes


def _plus(more: int, column: str, **where: int) -> Case:
    return Case(When(**where, then=F(column) + more), default=F(column), output_field=IntegerField())


_make_room = PreparedUpdate(_room)
