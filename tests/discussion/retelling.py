"""What test_verbs_machine.py believes of the comments: plain objects, counted by looking at all of them."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from discussion.models import Comment, State


class Row(NamedTuple):
    thread: int
    parent: int | None
    voice: int
    state: str
    source: str
    wording_count: int
    up: int
    down: int
    score: int
    reply_count: int
    descendant_count: int


@dataclass(eq=False)
class Said:
    thread: int
    voice: int
    source: str
    parent: "Said | None" = None
    state: State = State.PUBLISHED
    stood: State | None = None  # before its author took it back
    wordings: int = 0
    votes: dict[int, int] = field(default_factory=dict)  # of each voice; 0 is a vote taken back
    instance: Comment | None = None  # as post_comment returned it, never read again
    form: dict[str, Any] = field(default_factory=dict)

    @property
    def pk(self):
        return self.instance.pk

    @property
    def published(self):
        return self.state == State.PUBLISHED

    def ancestors(self):
        parent = self.parent
        while parent:
            yield parent
            parent = parent.parent

    def root(self):
        return [self, *self.ancestors()][-1]


class Tale:
    def __init__(self):
        self.told = []

    def add(self, said):
        self.told.append(said)
        return said

    def size_of_tree(self, said):
        return sum(other.root() is said.root() for other in self.told)

    def comments(self):
        return {said.pk: self.row(said) for said in self.told}

    def row(self, said):
        up, down = (list(said.votes.values()).count(value) for value in (1, -1))
        published = [other for other in self.told if other.published]
        return Row(
            thread=said.thread,
            parent=said.parent and said.parent.pk,
            voice=said.voice,
            state=said.state,
            source=said.source,
            wording_count=said.wordings,
            up=up,
            down=down,
            score=up - down,
            reply_count=sum(other.parent is said for other in published),
            descendant_count=sum(said in other.ancestors() for other in published),
        )

    def threads(self, pks):
        published = {pk: [said for said in self.told if said.published and said.thread == pk] for pk in pks}
        return {pk: (len(here), len({said.voice for said in here})) for pk, here in published.items()}

    def votes(self):
        return {(said.pk, voice, value) for said in self.told for voice, value in said.votes.items() if value}


def row_of(comment):
    """The same of a comment in the database."""
    columns = {name: getattr(comment, name) for name in Row._fields if name not in ("thread", "parent", "voice")}
    return Row(thread=comment.thread_id, parent=comment.parent_id, voice=comment.voice_id, **columns)
