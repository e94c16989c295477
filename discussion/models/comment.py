"""Comments, and all that this project knows of django-mptt: one tree a root comment, in the order of
insertion. Readers' orders come from columns of our own, so that no tree is ever reshuffled.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from django.db import connections, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from discussion.models.passage import Passage
from discussion.models.reader import Reader
from discussion.models.state import State, readable
from discussion.models.thread import Thread
from discussion.models.tree import Node
from discussion.models.urgency import Urgency
from discussion.models.voice import Voice
from kit.prepared_writes import insert

TREE_SEQUENCE = "discussion_tree_id"
HANGS = Q(passage__isnull=False)


class CommentQuerySet(TreeQuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """The comments whose words `reader` may read. The one rule that every outlet asks."""
        return self.filter(reader.readable())

    def placed_for(self, reader: Reader) -> Self:
        """Those, and the places that must be shown because something that he may read hangs below."""
        placed = Q(descendant_count__gt=0) | reader.readable()
        if reader.known:
            below = Q(tree_id=OuterRef("tree_id"), lft__gt=OuterRef("lft"), rght__lt=OuterRef("rght"))
            placed |= Q(Exists(self.model.objects.filter(reader.readable(), below)))
        return self.filter(placed)

    def taken_back_by(self, reader: Reader) -> Self:
        return self.filter(reader.own(), state=State.WITHDRAWN)

    def for_moderators(self) -> Self:
        """All places, but for what is no work of theirs: nobody has confirmed yet that he said it."""
        return self.exclude(state=State.UNPROVED)

    def of_thread(self, thread: Thread) -> Self:
        return self.filter(thread=thread)

    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_voices(self) -> Self:
        """And with the passage that it hangs on, which stands above its words."""
        return self.select_related("voice__user", "passage")

    def with_parents(self) -> Self:
        return self.select_related("parent__voice")

    def picked(self) -> Self:
        return self.filter(picked_at__isnull=False, state=State.PUBLISHED)

    def pinned(self) -> Self:
        return self.filter(pinned_at__isnull=False, state=State.PUBLISHED)

    def unpinned(self) -> Self:
        return self.exclude(pinned_at__isnull=False, state=State.PUBLISHED)

    def on_passages_of(self, thread: Thread) -> Self:
        """By way of its passages, which are few where its comments may be a hundred thousand."""
        return self.filter(passage__thread=thread, state=State.PUBLISHED)

    def ancestors_of(self, comment: "Comment") -> Self:
        """From the root down. `comment` must be fresh: its place in the tree is read from the object."""
        return self.filter(
            tree_id=comment.tree_id, lft__lt=comment.lft, rght__gt=comment.rght, thread_id=comment.thread_id
        ).order_by("lft")

    def in_trees(self, trees: Iterable[int]) -> Self:
        return self.filter(tree_id__in=list(trees))

    def children_first(self) -> Self:
        """Every comment before the one that it answers."""
        return self.order_by("-level")

    def nodes(self) -> Iterator[Node]:
        """The comments as rows for the arithmetic of models/tree.py, tree by tree. One query, streamed."""
        columns = ("id", "parent_id", "thread_id", "tree_id", "lft", "rght", "level")
        for row in self.order_by("tree_id", "lft", "pk").values_list(*columns).iterator(chunk_size=5000):
            yield Node(*row)

    def write_nodes(self, nodes: Iterable[Node]) -> None:
        """The reverse of nodes(): links, thread and numbers of rows that exist. For repairs only."""
        rows = [
            self.model(
                pk=node.id,
                parent_id=node.parent,
                thread_id=node.thread,
                tree_id=node.tree,
                lft=node.lft,
                rght=node.rght,
                level=node.level,
            )
            for node in nodes
        ]
        self.bulk_update(rows, ["parent", "thread", "tree_id", "lft", "rght", "level"], batch_size=300)


class CommentManager(TreeManager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    def _get_next_tree_id(self) -> int:
        return self.new_tree_ids(1)[0]

    def new_tree_ids(self, count: int) -> list[int]:
        """Numbers for new trees that no other writer gets. PostgreSQL: from a sequence, as MAX + 1 hands
        the same number to two writers. SQLite: MAX + 1, safe as a transaction there has no rival.
        """
        return self._numbers(count, "tree_id", "%s", [TREE_SEQUENCE])

    def new_ids(self, count: int) -> list[int]:
        """Primary keys for rows of a bulk load, which must know their parents' before they are written."""
        return self._numbers(count, "pk", "pg_get_serial_sequence(%s, 'id')", [self.model._meta.db_table])

    def _numbers(self, count: int, column: str, sequence: str, named: list[str]) -> list[int]:
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                numbers = f"SELECT nextval({sequence}) FROM generate_series(1, %s)"  # noqa: S608  both are ours
                cursor.execute(numbers, [*named, count])
                return [row[0] for row in cursor.fetchall()]
        highest = self.aggregate(highest=models.Max(column))["highest"] or 0
        return list(range(highest + 1, highest + 1 + count))

    def say(self, comment: "Comment", *, tree: int = 0) -> None:
        """Inserts `comment` where it was placed in a tree (models/placing.py), else as the root of a new one."""
        if not transaction.get_connection(self.db).in_atomic_block:
            raise transaction.TransactionManagementError("a tree is written inside atomic() only")
        if comment.parent is None:
            comment.lft, comment.rght, comment.level = 1, 2, 0
            comment.tree_id = tree or self._get_next_tree_id()
        insert(comment)

    def cut_out(self, comment: "Comment", tree: int) -> None:
        """Makes a reply, with all below it, the tree of this number, and closes the gap where it was. The thread must
        be locked and `comment` read after that.
        """
        width = comment.rght - comment.lft + 1
        old = self.filter(tree_id=comment.tree_id)
        self._shift(comment, tree, by=1 - comment.lft, levels=-comment.level, parent=None)
        old.filter(lft__gt=comment.rght).update(lft=F("lft") - width)
        old.filter(rght__gt=comment.rght).update(rght=F("rght") - width)

    def graft(self, comment: "Comment", under: "Comment") -> None:
        """The reverse: puts a root's whole tree under `under`, among its replies in the order in which they were said.
        The thread must be locked and both read after that.
        """
        before = self.filter(parent=under, pk__lt=comment.pk).aggregate(end=models.Max("rght"))["end"] or under.lft
        wide = comment.rght
        grown = self.filter(tree_id=under.tree_id)
        grown.filter(rght__gt=before).update(rght=F("rght") + wide)
        grown.filter(lft__gt=before).update(lft=F("lft") + wide)
        self._shift(comment, under.tree_id, by=before, levels=under.level + 1, parent=under)

    def _shift(self, comment: "Comment", tree: int, *, by: int, levels: int, parent: "Comment | None") -> None:
        """The root's own link and tree in one statement, so that no tree ever has two roots."""
        moving = {"tree_id": tree, "lft": F("lft") + by, "rght": F("rght") + by, "level": F("level") + levels}
        below = self.filter(tree_id=comment.tree_id, lft__gt=comment.lft, rght__lt=comment.rght)
        below.update(**moving)
        self.filter(pk=comment.pk).update(**moving, parent=parent)


class Comment(MPTTModel):
    """One contribution in a thread."""

    LONGEST = 10_000  # characters of a source
    TREE_ORDER = ("-tree_id", "lft")  # newest tree first, each as it reads

    # Of thread, parent and passage others' indexes begin with it.
    thread = models.ForeignKey(
        Thread, models.PROTECT, db_index=False, related_name="comments", verbose_name=_("thread")
    )
    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="replies", verbose_name=_("in reply to")
    )
    passage = models.ForeignKey(  # of roots alone: replies hang where their root does
        Passage, models.PROTECT, null=True, db_index=False, related_name="comments", verbose_name=_("passage")
    )
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="comments", verbose_name=_("voice"))
    client_id = models.UUIDField(_("id that the form carried"), editable=False)
    source = models.TextField(_("text as it was written"))
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PUBLISHED)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    wording_count = models.PositiveSmallIntegerField(_("earlier wordings"), default=0, editable=False)
    # Votes from elsewhere have no voters; up and down are carried + rows.
    carried_up = models.PositiveIntegerField(default=0, editable=False)
    carried_down = models.PositiveIntegerField(default=0, editable=False)
    up = models.PositiveIntegerField(_("votes up"), default=0, editable=False)
    down = models.PositiveIntegerField(_("votes down"), default=0, editable=False)
    score = models.IntegerField(default=0, editable=False)  # up - down: Most voted
    best = models.PositiveIntegerField(default=0, editable=False)  # ranking.wilson(up, down): Best
    reply_count = models.PositiveIntegerField(default=0, editable=False)  # published, direct
    descendant_count = models.PositiveIntegerField(default=0, editable=False)  # published, all below
    # The thread's version when readers last got to see it: what is above a reader's mark is new to him.
    appeared = models.PositiveBigIntegerField(default=0, editable=False)
    picked_at = models.DateTimeField(_("picked by an editor"), null=True, blank=True, editable=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True, editable=False)  # of roots alone
    looked_at = models.DateTimeField(_("last decided on"), null=True, blank=True, editable=False)  # by a moderator
    # Of its open reports; a report weighs REPORT_WEIGHT, less from who was mostly wrong.
    report_count = models.PositiveSmallIntegerField(_("open reports"), default=0, editable=False)
    report_weight = models.PositiveIntegerField(default=0, editable=False)

    objects = CommentManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions: ClassVar = [("moderate", _("Can moderate comments")), ("pick", _("Can pick comments"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tree_id"], condition=Q(parent=None), name="one_root_a_tree"),
            models.UniqueConstraint(fields=["voice", "client_id"], name="one_comment_a_form"),
            models.CheckConstraint(condition=Q(passage=None) | Q(parent=None), name="roots_alone_hang_on_passages"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["thread", "posted_at", "id"], condition=Q(parent=None), name="roots_by_time"),
            models.Index(fields=["thread", "-score", "-id"], condition=Q(parent=None), name="roots_by_score"),
            models.Index(fields=["thread", "-best", "-id"], condition=Q(parent=None), name="roots_by_best"),
            models.Index(
                fields=["thread", "-posted_at", "-id"], condition=Q(picked_at__isnull=False), name="picks_by_time"
            ),
            models.Index(fields=["passage", "-best", "-id"], condition=HANGS, name="comments_of_a_passage"),
            # PostgreSQL has neither this one nor mptt's of tree_id and lft: migration 0032 says why.
            models.Index(fields=["passage", "state", "descendant_count"], condition=HANGS, name="counted_of_a_passage"),
            models.Index(fields=["thread", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="comments_pinned"),
            models.Index(Urgency(), "id", condition=Q(report_count__gt=0), name="reported_by_urgency"),
            models.Index(Urgency(), "id", condition=Q(state=State.HELD), name="held_by_urgency"),
            models.Index(fields=["-looked_at", "-id"], condition=Q(looked_at__isnull=False), name="decided_by_time"),
            models.Index(fields=["thread", "appeared"], name="comments_by_appearance"),
            models.Index(fields=["voice", "-posted_at", "-id"], name="comments_of_a_voice"),
            models.Index(fields=["voice", "thread", "state"], name="comments_of_a_voice_here"),
            models.Index(fields=["posted_at", "id"], name="comments_by_time"),
            models.Index(fields=["parent", "posted_at", "id"], name="replies_by_time"),
            models.Index(fields=["parent", "-score", "-id"], name="replies_by_score"),
            models.Index(fields=["parent", "-best", "-id"], name="replies_by_best"),
        ]

    def __str__(self) -> str:
        return ("" if self.state == State.UNPROVED else self.words[:60]) or f"#{self.pk}"  # in moderators' lists

    def readable_by(self, reader: Reader) -> bool:
        """visible_to() for a row that is loaded with its voice. No query."""
        return readable(self.state, own=reader.speaks_as(self.voice), moderates=reader.moderates)

    @property
    def published(self) -> bool:
        return self.state == State.PUBLISHED

    def state_for(self, reader: Reader) -> State:
        """As it is shown to him: who is shadow banned sees what he says as published. No query."""
        if self.state == State.SHADOWED and reader.speaks_as(self.voice):
            return State.PUBLISHED
        return State(self.state)

    def counts_as_out_for(self, voice: int) -> bool:
        """Published, or its author takes it to be."""
        return self.published or (self.state == State.SHADOWED and self.voice_id == voice)

    @property
    def words(self) -> str:
        """The text, where anybody at all still reads it; what was taken back moderators are not shown either."""
        return "" if self.state in (State.WITHDRAWN, State.ERASED) else self.source

    def tree_size(self) -> int:
        """Nodes in this comment's tree, whatever their state. One query, where ground() has not asked already."""
        end = getattr(self, "tree_end", None)
        if end is None:
            end = sum(type(self).objects.filter(tree_id=self.tree_id, parent=None).values_list("rght", flat=True))
        return end // 2

    def count_published(self, change: int) -> None:
        """Carries the coming (+1) or going (-1) of this comment's words into every counter that knows
        it. The thread must be locked, and the comment's own state written already.
        """
        comments = type(self).objects
        others = comments.filter(thread=self.thread, voice=self.voice, state=State.PUBLISHED).exclude(pk=self.pk)
        comments.ancestors_of(self).update(descendant_count=F("descendant_count") + change)
        if self.parent_id:
            comments.filter(pk=self.parent_id).update(reply_count=F("reply_count") + change)
        self.thread.touch(comments=change, voices=0 if others.exists() else change)
        if change > 0:
            self.appeared = self.thread.version
            comments.filter(pk=self.pk).update(appeared=self.appeared)
