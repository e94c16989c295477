from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.comment import Comment
from discussion.models.rule import Rule
from discussion.models.thread import Thread
from discussion.models.voice import Voice
from kit.written import Written

# What the log of moderation holds: what staff do, and what the site does by itself in their place. Not in it: what
# authors and readers do of their own (post, edit, withdraw, report, appeal, ask about a passage), and notes, which
# change nothing for anybody.
LOGGED_KINDS = (
    *("approved", "kept", "refused", "hidden", "spam", "restored", "report_held"),
    *("undone", "appeal_granted", "appeal_denied"),
    *("picked", "unpicked", "pinned", "unpinned", "branch_moved"),
    *("warned", "restricted", "unrestricted", "suspended", "let_in"),
    *("thread_opened", "thread_reviewed", "thread_read_only", "thread_closed"),
    *("thread_paced", "thread_feedback", "thread_guests"),
)
# Who goes by himself leaves an ERASED for each comment; a moderator who erases a person leaves one of none.
LOGGED = Q(kind__in=LOGGED_KINDS) | Q(kind="erased", comment=None)
# For queries: the index of a condition is found by its words, and SQLite does not see those of a list of parameters.
IS_LOGGED = Q(kind__in=[Written(kind) for kind in LOGGED_KINDS]) | Q(kind=Written("erased"), comment=None)
# What was done to a discussion, or to the places of comments in it.
OF_PLACES = ("pinned", "unpinned", "branch_moved")
OF_THREADS = Q(comment=None) | Q(kind__in=OF_PLACES)
IS_OF_THREADS = Q(comment=None) | Q(kind__in=[Written(kind) for kind in OF_PLACES])


class Event(models.Model):
    """A fact that happened: who, what, when, why. Rows are only ever added."""

    class Kind(models.TextChoices):
        POSTED = "posted", _("Posted")
        CONFIRMED = "confirmed", _("Address confirmed")
        EDITED = "edited", _("Edited")
        RETURNED = "returned", _("Deletion undone")
        PICKED = "picked", _("Picked")
        UNPICKED = "unpicked", _("Pick taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ERASED = "erased", _("Erased")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Rejected")
        HIDDEN = "hidden", _("Hidden")
        MARKED_SPAM = "spam", _("Marked as spam")
        RESTORED = "restored", _("Restored")
        KEPT = "kept", _("Looked at and kept")
        UNDONE = "undone", _("Undone")
        REPORTED = "reported", _("Reported")
        REPORT_HELD = "report_held", _("Held after reports")
        PINNED = "pinned", _("Pinned")
        UNPINNED = "unpinned", _("Unpinned")
        BRANCH_MOVED = "branch_moved", _("Made a conversation of its own")
        WARNED = "warned", _("Warned")
        RESTRICTED = "restricted", _("Restricted")
        RESTRICTION_LIFTED = "unrestricted", _("Restriction lifted")
        NOTED = "noted", _("Noted for moderators")
        APPEALED = "appealed", _("Appealed")
        APPEAL_GRANTED = "appeal_granted", _("Appeal granted")
        APPEAL_DENIED = "appeal_denied", _("Appeal denied")
        THREAD_PACED = "thread_paced", _("Changed the pace of a discussion")
        THREAD_OPENED = "thread_opened", _("Discussion opened")
        THREAD_REVIEWED = "thread_reviewed", _("Discussion set to review first")
        THREAD_READ_ONLY = "thread_read_only", _("Discussion made read-only")
        THREAD_CLOSED = "thread_closed", _("Discussion closed")
        THREAD_FEEDBACK = "thread_feedback", _("Changed who may comment on passages")
        ASKED = "asked", _("Asked readers about a passage")
        SETTLED = "settled", _("Settled a passage")
        THREAD_GUESTS = "thread_guests", _("Changed who may take part")
        SUSPENDED = "suspended", _("Suspended")
        LET_IN = "let_in", _("Let in again")

    TAKEN_DOWN = Q(kind=Kind.REFUSED) | Q(kind=Kind.HIDDEN) | Q(kind=Kind.MARKED_SPAM)  # see Verdict.STOPPED

    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, related_name="events", verbose_name=_("thread"))
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="events", verbose_name=_("comment"))
    about = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="events", verbose_name=_("about whom"))
    reason = models.TextField(_("why"), blank=True)
    rule = models.CharField(_("rule"), max_length=9, choices=Rule, blank=True)
    was = models.CharField(_("state before"), max_length=9, blank=True, editable=False)
    batch = models.UUIDField(_("done together"), null=True, editable=False, db_index=True)
    kept = models.JSONField(null=True, editable=False)  # what undoing it must know beyond `was`
    undoes = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="undone_by")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["pk"]
        # Of a million events most say that a comment was posted.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=LOGGED, name="events_logged"),
            # Of an expression, or SQLite takes it for all the kinds that the condition lists.
            models.Index(Lower("kind"), "id", condition=LOGGED, name="events_logged_by_kind"),
            models.Index(fields=["thread", "id"], condition=LOGGED, name="events_logged_of_a_thread"),
            models.Index(fields=["by", "at", "id"], condition=Q(batch__isnull=False), name="events_of_a_moderator"),
            models.Index(fields=["thread", "id"], condition=OF_THREADS, name="events_of_threads"),
            models.Index(
                fields=["at"],
                condition=Q(kind="refused") | Q(kind="hidden") | Q(kind="spam"),
                name="events_taking_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
