"""What is to be screened: a comment before it is one, or the new wording of one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Subquery, Sum, Value
from django.utils import timezone

from discussion.models import Classifier, Comment, ScreeningRule, State, Thread, Voice
from discussion.models.state import TAKEN_DOWN

REMEMBERED = 50
HELD_BACK = TAKEN_DOWN | {State.HELD}


class Earlier(NamedTuple):
    """A comment that its writer made before."""

    state: State
    posted_at: datetime
    thread: int


class Stamp(NamedTuple):
    """Two of these are alike while nothing was set anew between them."""

    rules: int
    versions: int | None
    classifier: int | None  # the active one


def stamp() -> dict[str, Subquery]:
    """What a query on anything adds to read one."""
    rules = ScreeningRule.objects.order_by().values(all=Value(1))
    active = Classifier.objects.filter(active=True).order_by()
    return {
        "rules": Subquery(rules.annotate(count=Count("pk")).values("count")),
        "versions": Subquery(rules.annotate(sum=Sum("version")).values("sum")),
        "classifier": Subquery(active.values("pk")[:1]),
    }


class _Read(NamedTuple):
    earlier: tuple[Earlier, ...] = ()
    exists: bool = False
    settings: Stamp | None = None


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

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The latest comments of its writer, newest first, at most REMEMBERED. One query, by index."""
        return self._read.earlier

    @property
    def settings(self) -> Stamp | None:
        """Of how the site has set its rules, read beside that; None for who has said nothing."""
        return self._read.settings

    def exists(self) -> bool:
        """Whether the same form made a comment before: sent again, it is not screened again. The same query."""
        return self._read.exists

    @cached_property
    def _read(self) -> _Read:
        if self.by is None:
            return _Read()
        his = Comment.objects.filter(voice=self.by).order_by()
        said = his.filter(posted_at__lt=self.at).order_by("-posted_at", "-pk")
        if self.comment:
            said = said.exclude(pk=self.comment.pk)
        same = Exists(his.filter(client_id=self.client_id)) if self.client_id and not self.comment else Value(False)
        said = said.annotate(same=same, **stamp())
        rows = list(said.values_list("state", "posted_at", "thread", "same", *Stamp._fields)[:REMEMBERED])
        if not rows:
            return _Read()
        earlier = tuple(Earlier(State(row[0]), *row[1:3]) for row in rows)
        return _Read(earlier, rows[0][3], Stamp(*rows[0][4:]))

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
        if "_read" in self.__dict__:
            other.__dict__["_read"] = self._read
        return other
