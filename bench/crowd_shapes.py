"""Trees of comments, each node with what the tree knows of it: a crowd of a million is made of a few hundred of them."""

import random
from collections import defaultdict
from dataclasses import dataclass

from bench.make_thread import text
from discussion.models import State
from discussion.models.tree import number
from discussion.ranking import votes_of
from discussion.rendering import rendered

SHAPES = 400
LARGEST = 200
CHAIN = 60  # levels of the one large tree that are sure to be there
TEXTS = 300
RECENT = 400
# How often a comment stands so; the rest is published.
STATES = {
    State.HELD: 0.01,
    State.REFUSED: 0.01,
    State.HIDDEN: 0.008,
    State.SPAM: 0.012,
    State.SHADOWED: 0.002,
    State.WITHDRAWN: 0.015,
    State.ERASED: 0.005,
    State.UNPROVED: 0.002,
}
COLUMNS = {
    "shape": "integer",
    "node": "integer",
    "parent": "integer",
    "lft": "integer",
    "rght": "integer",
    "level": "integer",
    "state": "varchar(9)",
    "replies": "integer",
    "descendants": "integer",
    "carried_up": "integer",
    "carried_down": "integer",
    "cast_up": "integer",
    "cast_down": "integer",
    "up": "integer",
    "down": "integer",
    "score": "integer",
    "best": "bigint",
    "reports": "integer",
    "words": "integer",
}


@dataclass(frozen=True)
class Shape:
    key: int
    size: int
    rows: list[tuple]  # as COLUMNS


def shapes(chance: random.Random, large: int) -> list[Shape]:
    """The first is the one large tree; after it the common ones, most of them small."""
    sizes = [large] + [min(int(chance.paretovariate(1.15)), LARGEST) for _ in range(SHAPES)]
    return [Shape(key, size, list(_rows(chance, key, size))) for key, size in enumerate(sizes)]


def texts(chance: random.Random) -> list[tuple[str, str, int]]:
    """Source, HTML and the number of the renderer."""
    return [tuple(rendered(text(chance)[:600]).values()) for _ in range(TEXTS)]


def _rows(chance, key, size):
    parents = _parents(chance, size)
    states = [_state(chance) for _ in range(size)]
    children, replies, descendants = defaultdict(list), [0] * size, [0] * size
    for node in range(1, size):
        children[parents[node]].append(node)
    for node in range(size - 1, 0, -1):
        published = states[node] == State.PUBLISHED
        replies[parents[node]] += published
        descendants[parents[node]] += published + descendants[node]
    places = number(0, children)
    for node in range(size):
        yield (
            *(key, node, parents[node], *places[node], str(states[node]), replies[node], descendants[node]),
            *_votes(chance),
            _open_reports(chance, states[node]),
            chance.randrange(TEXTS),
        )


def _parents(chance, size):
    """Replies prefer recent and busy comments, as in make_thread.py."""
    parents, busy = [None], [0]
    for node in range(1, size):
        parent = node - 1 if size > LARGEST and node <= CHAIN else chance.choice(busy[-RECENT:])
        parents.append(parent)
        busy += [parent, node]
    return parents


def _state(chance):
    drawn = chance.random()
    for state, share in STATES.items():
        drawn -= share
        if drawn < 0:
            return state
    return State.PUBLISHED


def _votes(chance):
    """Carried, cast here, and the columns that follow from both."""
    carried_up = min(int(chance.paretovariate(1.1)) - 1, 500) if chance.random() < 0.3 else 0
    carried_down = min(int(chance.paretovariate(1.6)) - 1, 500) if chance.random() < 0.2 else 0
    cast_up = min(int(chance.paretovariate(1.3)), 12) if chance.random() < 0.4 else 0
    cast_down = min(int(chance.paretovariate(1.8)), 6) if chance.random() < 0.15 else 0
    counted = votes_of(carried_up + cast_up, carried_down + cast_down)
    return carried_up, carried_down, cast_up, cast_down, *counted.values()


def _open_reports(chance, state):
    if state not in (State.PUBLISHED, State.HELD):
        return 0
    return chance.choice([1, 1, 1, 2, 3]) if chance.random() < 0.003 else 0
