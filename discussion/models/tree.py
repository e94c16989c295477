"""The arithmetic of nested sets, on plain rows: numbering trees from their parent links, and
finding what is wrong with stored numbers. Parent links are the truth; the numbers are an index of it.
The rules R1 to R9 are those of docs/architecture.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Node(NamedTuple):
    """One comment as the tree sees it. (lft, rght) enclose those of all its descendants."""

    id: int
    parent: int | None
    thread: int
    tree: int
    lft: int
    rght: int
    level: int


class Place(NamedTuple):
    lft: int
    rght: int
    level: int


class Fault(NamedTuple):
    rule: str
    node: int
    tree: int
    words: str


def number(root: int, children: dict[int, list[int]]) -> dict[int, Place]:
    """The place of each node under `root`, children in the order given. No recursion: threads are deep."""
    places: dict[int, Place] = {}
    opened: dict[int, int] = {}
    counter = 0
    stack = [(root, 0, False)]
    while stack:
        node, level, leaving = stack.pop()
        counter += 1
        if leaving:
            places[node] = Place(opened[node], counter, level)
            continue
        opened[node] = counter
        stack.append((node, level, True))
        stack.extend((child, level + 1, False) for child in reversed(children.get(node, ())))
    return places


def faults(nodes: Iterable[Node]) -> Iterator[Fault]:
    """What breaks R1 to R9 in a set of whole trees, each fault with the node that shows it."""
    by_id = {node.id: node for node in nodes}
    trees: dict[int, list[Node]] = defaultdict(list)
    for node in by_id.values():
        trees[node.tree].append(node)
    for members in trees.values():
        yield from _faults_of_roots(members)
        yield from _faults_of_endpoints(members)
    for node in by_id.values():
        yield from _faults_of_node(node, by_id)
    yield from _faults_of_descent(by_id)


def _faults_of_roots(members: list[Node]) -> Iterator[Fault]:
    roots = [node for node in members if node.parent is None]
    if not roots:
        yield Fault("R1", members[0].id, members[0].tree, "its tree has no root")
    for extra in roots[1:]:
        yield Fault("R1", extra.id, extra.tree, "a second root in one tree")
    for root in roots:
        if root.level != 0 or root.lft != 1:
            yield Fault("R2", root.id, root.tree, f"a root at level {root.level}, left {root.lft}")


def _faults_of_endpoints(members: list[Node]) -> Iterator[Fault]:
    taken: dict[int, int] = {}
    for node in members:
        for end in (node.lft, node.rght):
            if end in taken:
                yield Fault("R5", node.id, node.tree, f"shares the endpoint {end} with comment {taken[end]}")
            taken[end] = node.id
    if set(taken) != set(range(1, 2 * len(members) + 1)):
        yield Fault("R6", members[0].id, members[0].tree, f"endpoints are not 1 to {2 * len(members)}")
    stack: list[Node] = []
    for node in sorted(members, key=lambda node: node.lft):
        while stack and stack[-1].rght < node.lft:
            stack.pop()
        if stack and stack[-1].rght < node.rght:
            yield Fault("R7", node.id, node.tree, f"crosses comment {stack[-1].id}")
        stack.append(node)


def _faults_of_node(node: Node, by_id: dict[int, Node]) -> Iterator[Fault]:
    if node.lft >= node.rght or (node.rght - node.lft) % 2 == 0:
        yield Fault("R3", node.id, node.tree, f"runs from {node.lft} to {node.rght}")
    if node.parent is None:
        return
    parent = by_id.get(node.parent)
    if parent is None:
        yield Fault("R4", node.id, node.tree, f"its parent {node.parent} is not there")
        return
    inside = parent.lft < node.lft and node.rght < parent.rght
    if node.tree != parent.tree or not inside or node.level != parent.level + 1:
        yield Fault("R4", node.id, node.tree, f"does not lie in its parent {parent.id}")
    if node.thread != parent.thread:
        yield Fault("R8", node.id, node.tree, f"is in another thread than its parent {parent.id}")


def _faults_of_descent(by_id: dict[int, Node]) -> Iterator[Fault]:
    children: dict[int, list[int]] = defaultdict(list)
    for node in by_id.values():
        if node.parent in by_id:
            children[node.parent].append(node.id)
    reached: set[int] = set()
    for root in (node for node in by_id.values() if node.parent not in by_id):
        for id_, place in number(root.id, children).items():
            reached.add(id_)
            node = by_id[id_]
            if node.rght - node.lft != place.rght - place.lft:
                descendants = (place.rght - place.lft - 1) // 2
                yield Fault("R9", id_, node.tree, f"has {descendants} descendants, its numbers say otherwise")
    for lost in by_id.keys() - reached:
        yield Fault("R4", lost, by_id[lost].tree, "is its own ancestor")
