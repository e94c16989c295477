"""What is to be screened: a comment before it is one, or the new wording of one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from discussion.models import Comment, State, Thread, Voice
from discussion.models.state import TAKEN_DOWN

REMEMBERED = 50
HELD_BACK = TAKEN_DOWN | {State.HELD}


class Earlier(NamedTuple):
    """A comment that its writer made before."""

    state: State
    posted_at: datetime
    thread: int


@dataclass(frozen=True)
class Draft:
    """All that rules may know. `by` is None for somebody's first words; `comment` is what is worded anew; `at` is now,
    or when it was posted where a simulation asks. `made` and `bait` are what the form of a guest brought back:
    None where there was none.
    """

    source: str
    thread: Thread
    by: Voice | None = None
    client_id: UUID | None = None
    parent: Comment | None = None
    comment: Comment | None = None
    address: str = ""  # of the network
    agent: str = ""
    name: str = ""
    email: str = ""
    made: str | None = None
    bait: str | None = None
    at: datetime = field(default_factory=timezone.now)
    version: int = 0  # of the rule that is asked, see ScreeningRule.version

    @cached_property
    def earlier(self) -> tuple[Earlier, ...]:
        """The latest comments of its writer, newest first, at most REMEMBERED. One query, by index."""
        if self.by is None:
            return ()
        said = Comment.objects.filter(voice=self.by, posted_at__lt=self.at).order_by("-posted_at", "-pk")
        if self.comment:
            said = said.exclude(pk=self.comment.pk)
        rows = said.values_list("state", "posted_at", "thread")[:REMEMBERED]
        return tuple(Earlier(State(state), posted_at, thread) for state, posted_at, thread in rows)

    @property
    def out(self) -> int:
        """How many of `earlier` readers see."""
        return sum(one.state in (State.PUBLISHED, State.SHADOWED) for one in self.earlier)

    @property
    def known(self) -> bool:
        """One comment that slipped through among many that did not makes nobody known."""
        return self.out > sum(one.state in HELD_BACK for one in self.earlier)

    def reading(self, source: str, version: int = 0) -> "Draft":
        """With this text, for a rule of that version. What was asked of the database is not asked again."""
        if (source, version) == (self.source, self.version):
            return self
        other = replace(self, source=source, version=version)
        if "earlier" in self.__dict__:
            other.__dict__["earlier"] = self.earlier
        return other

    def exists(self) -> bool:
        """Whether the same form made a comment before: sent again, it is not screened again. One query."""
        if self.comment or self.by is None or self.client_id is None:
            return False
        return Comment.objects.filter(voice=self.by, client_id=self.client_id).exists()
