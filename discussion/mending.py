"""Trees that do not hold: finding them, and building them anew from the parent links."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from discussion.models import Comment, Event, Thread, Vote, VoteChange
from discussion.models.tree import Fault, Node, faults, number
from discussion.recounting import recount


def faults_of_all_trees() -> Iterator[Fault]:
    """Walks the whole table once, a tree in memory at a time."""
    for _tree, nodes in groupby(Comment.objects.nodes(), key=lambda node: node.tree):
        yield from faults(nodes)


def threads_of(found: list[Fault]) -> set[int]:
    """The threads that a repair of these faults has to lock: their own, and those that links lead to."""
    trees = {fault.tree for fault in found}
    damaged = Comment.objects.in_trees(trees)
    return {
        *damaged.values_list("thread_id", flat=True),
        *damaged.exclude(parent=None).values_list("parent__thread_id", flat=True),
        *Comment.objects.filter(parent__in=damaged.values("pk")).values_list("thread_id", flat=True),
    } - {None}


@transaction.atomic
def repair(threads: set[int]) -> int:
    """Writes every node of these threads that does not stand where its parent link says; a link that
    leads nowhere or in a circle is cut, and its comment becomes a root. Returns how many were moved.
    """
    locked = [Thread.objects.lock(pk) for pk in sorted(threads)]
    was = {node.id: node for node in Comment.objects.filter(thread__in=threads).nodes()}
    parents = _mended_links(was)
    moved = [node for node in _placed(was, parents) if node != was[node.id]]
    Comment.objects.write_nodes(moved)
    _take_along(threads, {node.id for node in moved if node.thread != was[node.id].thread})
    for thread in locked:
        recount(thread)
        thread.touch()
    return len(moved)


def _take_along(threads: set[int], moved: set[int]) -> None:
    """What names a comment's thread beside the comment, also where the damage had moved that. Walks begun before go on
    in the order as it is.
    """
    thread = Subquery(Comment.objects.filter(pk=OuterRef("comment")).order_by().values("thread")[:1])
    for named in (Event, Vote):
        strayed = named.objects.filter(comment__thread__in=threads).exclude(thread=F("comment__thread"))
        strayed.update(thread=thread)
    VoteChange.objects.filter(comment__in=moved).delete()


def _mended_links(nodes: dict[int, Node]) -> dict[int, int | None]:
    parents = {node.id: node.parent if node.parent in nodes else None for node in nodes.values()}
    sound: set[int] = set()
    for start in sorted(parents):
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in sound and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            parents[min(_circle(at, parents))] = None
        sound.update(path)
    return parents


def _circle(start: int, parents: dict[int, int | None]) -> Iterator[int]:
    at: int | None = start
    while at is not None:
        yield at
        at = parents[at]
        if at == start:
            return


def _placed(nodes: dict[int, Node], parents: dict[int, int | None]) -> Iterator[Node]:
    children: dict[int, list[int]] = defaultdict(list)
    roots = []
    for pk in sorted(parents, key=lambda pk: (nodes[pk].lft, pk)):
        parent = parents[pk]
        if parent is None:
            roots.append(pk)
        else:
            children[parent].append(pk)
    became_roots = [pk for pk in roots if nodes[pk].parent is not None]
    trees = {pk: nodes[pk].tree for pk in roots}
    trees |= dict(zip(became_roots, Comment.objects.new_tree_ids(len(became_roots)), strict=True))
    for root in roots:
        for pk, place in number(root, children).items():
            yield Node(pk, parents[pk], nodes[root].thread, trees[root], *place)
