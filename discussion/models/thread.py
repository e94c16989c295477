from collections.abc import Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from kit.prepared import Prepared
from kit.prepared_writes import PreparedUpdate


class ThreadManager(models.Manager["Thread"]):
    def of(self, article: Article) -> "Thread":
        """For reading: the article's thread, or an unsaved empty one, as a page makes no rows."""
        return getattr(article, "thread", None) or self.model(article=article)

    def for_writing(self, article: Article) -> "Thread":
        """Of one that was read with its thread no query, where there is one."""
        known: Thread | None = getattr(article, "thread", None)
        return known if known and known.pk else self.get_or_create(article=article)[0]

    def lock(self, pk: int) -> "Thread":
        """The row, held until the transaction ends. Every writing verb asks for this first, and with
        it for the right to read the trees of the thread as they are. SQLite holds the whole database
        from the first statement on (IMMEDIATE), so there the lock is the transaction itself.
        """
        _refuse_outside_a_transaction()
        return self.select_for_update(no_key=True).get(pk=pk)


def _moved(
    *, thread: int, versions: int, comments: int, voices: int
) -> tuple[models.QuerySet["Thread"], Mapping[str, Any]]:
    changes = {
        "version": F("version") + versions,
        "comment_count": F("comment_count") + comments,
        "voice_count": F("voice_count") + voices,
    }
    return Thread.objects.filter(pk=thread), changes


# What may have changed while a lock was waited for.
FRESH = (
    *("state", "guests", "feedback", "slow_seconds", "hide_scores_hours", "close_after_days", "has_passages"),
    *("comment_count", "voice_count", "version"),
)
_lock = Prepared(lambda *, thread: Thread.objects.select_for_update(no_key=True).filter(pk=thread).values_list(*FRESH))
_move = PreparedUpdate(_moved)
_lock_and_move = PreparedUpdate(_moved, returning=FRESH)


class Thread(models.Model):
    """The discussion under one article. The only model of this app that names Article."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REVIEWED = "reviewed", _("Review first: comments wait for a moderator")
        READ_ONLY = "read_only", _("Read-only: votes count, nobody posts")
        CLOSED = "closed", _("Closed")

    class Guests(models.TextChoices):
        AS_THE_SITE = "", _("As everywhere on this site")
        WELCOME = "yes", _("May comment and vote")
        NOT_HERE = "no", _("Must log in")

    class Feedback(models.TextChoices):
        """Who may hang comments on passages of the text."""

        AS_THE_SITE = "", _("As everywhere on this site")
        OFF = "off", _("Nobody")
        AUTHOR = "author", _("Where the author asks")
        EVERYONE = "everyone", _("Everyone, on any passage")

    article = models.OneToOneField(Article, models.PROTECT, related_name="thread", verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    guests = models.CharField(_("guests"), max_length=3, choices=Guests, blank=True, default=Guests.AS_THE_SITE)
    feedback = models.CharField(
        _("inline feedback"), max_length=8, choices=Feedback, blank=True, default=Feedback.AS_THE_SITE
    )
    slow_seconds = models.PositiveIntegerField(
        _("slow mode: seconds between two comments of one person"), default=0, help_text=_("0: no slow mode.")
    )
    hide_scores_hours = models.PositiveSmallIntegerField(
        _("hours for which votes on a new comment are not shown"),
        null=True,
        blank=True,
        help_text=_("Empty: as everywhere on this site."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("days after which the discussion closes"),
        null=True,
        blank=True,
        help_text=_("Counted from when the article was published. Empty: as everywhere on this site; 0: never."),
    )
    # Whether a passage was ever chosen: spares the pages of all other articles a question.
    has_passages = models.BooleanField(default=False, editable=False)
    # Caches of what the rows say, changed with them in one transaction; `recount` derives them anew.
    comment_count = models.PositiveIntegerField(_("published comments"), default=0, editable=False)
    voice_count = models.PositiveIntegerField(_("voices heard"), default=0, editable=False)
    # Grows with every change that a reader could see; cursors and caches name it.
    version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = ThreadManager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return str(self.article)

    @property
    def welcomes_guests(self) -> bool:
        return settings.GUESTS if self.guests == self.Guests.AS_THE_SITE else self.guests == self.Guests.WELCOME

    @property
    def feedback_of(self) -> str:
        """One of Feedback, never AS_THE_SITE."""
        return str(self.feedback or settings.INLINE_FEEDBACK)

    @property
    def closes_at(self) -> datetime | None:
        """By the clock, whatever its state. One query where days were set and its article is not loaded."""
        days = settings.CLOSE_AFTER_DAYS if self.close_after_days is None else self.close_after_days
        since = self.article.published_at if days else None
        return since and since + timedelta(days=days)

    @property
    def closed(self) -> bool:
        """By moderators, or by the clock."""
        if self.state == self.State.CLOSED:
            return True
        closes_at = self.closes_at
        return closes_at is not None and closes_at <= timezone.now()

    @property
    def scores_hidden_for(self) -> timedelta:
        """How long the votes on a new comment are not shown."""
        hours = settings.HIDE_SCORES_HOURS if self.hide_scores_hours is None else self.hide_scores_hours
        return timedelta(hours=hours)

    def touch(self, *, comments: int = 0, voices: int = 0) -> None:
        """Counts a visible change; leaves `self.version` as the database has it (the row is locked)."""
        self.move(versions=1, comments=comments, voices=voices)

    def move(self, *, versions: int, comments: int = 0, voices: int = 0) -> None:
        """Of the locked row. No query where nothing moves."""
        if versions or comments or voices:
            _move(thread=self.pk, versions=versions, comments=comments, voices=voices)
            self.version += versions
            self.comment_count += comments
            self.voice_count += voices

    def locked(self, *, versions: int, comments: int = 0, voices: int = 0) -> "Thread":
        """As Thread.objects.lock(), of one that was read before, and moved with the same query; who locks it for what
        he then does not do moves it back, which nobody has seen.
        """
        _refuse_outside_a_transaction()
        moved = {"versions": versions, "comments": comments, "voices": voices}
        rows = _lock_and_move(thread=self.pk, **moved) if any(moved.values()) else _lock(thread=self.pk)
        if not rows:
            raise Thread.DoesNotExist
        fresh = copy(self)
        for name, value in zip(FRESH, rows[0], strict=True):
            setattr(fresh, name, value)
        return fresh


def _refuse_outside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a thread is locked inside atomic() only")
