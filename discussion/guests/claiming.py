"""What somebody said as a guest becomes his account's, once both have proved the same address."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.guests.keys import voices_of
from discussion.leaving import blank
from discussion.models import (
    Comment,
    Event,
    Mail,
    Mute,
    Note,
    Notice,
    Passage,
    Report,
    Restriction,
    Subscription,
    Thread,
    Voice,
    Vote,
)
from discussion.permissions import NotAllowed
from discussion.recounting import recount_totals
from discussion.voting import drop_vote
from discussion.weighing import weigh_reports
from kit.contention import patiently
from people.models import User


def addresses_of(user: User) -> list[str]:
    """Those that he proved, as guests' are kept. One query."""
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return sorted({email.lower() for email in proved.values_list("email", flat=True)})


def claimable(user: User) -> dict[str, int]:
    """How many comments were written by guests under each of his addresses; none of those under which none were."""
    said = Comment.objects.filter(voice__email__in=addresses_of(user), voice__proved_at__isnull=False)
    counted = said.order_by().values_list("voice__email").annotate(count=models.Count("pk"))
    return dict(counted.order_by("voice__email"))


def claim(*, user: User, email: str) -> int:
    """How many comments are his now. A second time finds nothing. Raises NotAllowed for an address that he has not
    proved.
    """
    if email.strip().lower() not in addresses_of(user):
        raise NotAllowed(_("Your account has not confirmed this address."))
    while True:
        moved = _claim(user, email)
        if moved is not None:
            return moved


@patiently
def _claim(user: User, email: str) -> int | None:
    """Threads first, as everywhere. None: meanwhile the guest has said something, or voted, in another one."""
    threads = {pk: Thread.objects.lock(pk) for pk in sorted(_where_known(voices_of(email)))}
    guests = list(voices_of(email).select_for_update(no_key=True))
    if not _where_known(guests) <= set(threads):
        return None
    mine = Voice.objects.of_user(user)
    moved = _move_comments(guests, mine, threads)
    _settle_votes(guests, mine, threads)
    _settle_reports(guests, mine)
    _move_what_is_told(guests, mine)
    _move_facts(guests, mine)
    for thread in threads.values():
        recount_totals(thread)
        thread.touch()
    blank(Voice.objects.filter(pk__in=[guest.pk for guest in guests]))
    return moved


def _where_known(guests: Iterable[Voice]) -> set[int]:
    """The threads in which they spoke, voted or reported."""
    known = list(guests)
    heard = Comment.objects.filter(Q(voice__in=known) | Q(votes__voice__in=known) | Q(reports__voice__in=known))
    return set(heard.order_by().values_list("thread", flat=True))


def _move_comments(guests: list[Voice], mine: Voice, threads: dict[int, Thread]) -> int:
    """Of two comments that carry the id of one form, the later gets an id of its own."""
    taken = set(Comment.objects.filter(voice=mine).values_list("client_id", flat=True))
    theirs = Comment.objects.filter(voice__in=guests, thread__in=list(threads))
    for pk, client_id in theirs.order_by("pk").values_list("pk", "client_id"):
        if client_id in taken:
            Comment.objects.filter(pk=pk).update(client_id=uuid4())
        taken.add(client_id)
    moved: int = theirs.update(voice=mine)
    return moved


def _settle_votes(guests: list[Voice], mine: Voice, threads: dict[int, Thread]) -> None:
    """One vote on a comment, the account's before a guest's, and none on his own."""
    seen = set()
    both = Vote.objects.filter(Q(voice__in=guests) | Q(voice=mine), comment__thread__in=list(threads))
    for vote in sorted(both.select_related("comment"), key=lambda vote: (vote.voice_id != mine.pk, vote.pk)):
        if vote.comment_id in seen or vote.comment.voice_id == mine.pk:
            drop_vote(vote, threads[vote.comment.thread_id])
        seen.add(vote.comment_id)
    Vote.objects.filter(voice__in=guests, comment__thread__in=list(threads)).update(voice=mine)


def _settle_reports(guests: list[Voice], mine: Voice) -> None:
    """One open report of a comment, the account's before a guest's, and none of his own."""
    theirs = Report.objects.filter(voice__in=guests)
    touched = list(Comment.objects.filter(pk__in=theirs.values("comment")))
    Report.objects.filter(Q(voice__in=guests) | Q(voice=mine), comment__voice=mine).delete()
    _move(theirs, mine, ("comment_id", "decision_id"))
    own = Comment.objects.filter(voice=mine, report_count__gt=0)
    for comment in {comment.pk: comment for comment in (*touched, *own)}.values():
        weigh_reports(comment)


def _move_what_is_told(guests: list[Voice], mine: Voice) -> None:
    Mail.objects.filter(voice__in=guests, comment=None).delete()  # links that would lead nowhere
    Notice.objects.filter(voice__in=guests, comment__voice=mine).delete()
    Mail.objects.open().filter(voice__in=guests, comment__voice=mine).delete()
    _move(Subscription.objects.filter(voice__in=guests), mine, ("thread_id", "kind", "comment_id"))
    _move(Notice.objects.filter(voice__in=guests), mine, ("comment_id",))
    _move(Mail.objects.filter(voice__in=guests), mine, ("comment_id",))


def _move_facts(guests: list[Voice], mine: Voice) -> None:
    Event.objects.filter(by__in=guests).update(by=mine)
    Event.objects.filter(about__in=guests).update(about=mine)
    Passage.objects.filter(asked_by__in=guests).update(asked_by=mine)
    Note.objects.filter(about__in=guests).update(about=mine)
    _move_restrictions(guests, mine)
    theirs = Mute.objects.filter(voice__in=guests)
    theirs.filter(user=mine.user).delete()
    taken = set(Mute.objects.filter(voice=mine).values_list("user_id", flat=True))
    _each_once(theirs, mine, ("user_id",), {(user,) for user in taken})


def _move_restrictions(guests: list[Voice], mine: Voice) -> None:
    """Or an account would be the way out of a ban. What stands against him twice stands once: as it does there."""
    theirs = Restriction.objects.filter(voice__in=guests)
    standing = theirs.filter(lifted_at=None).order_by("pk")
    taken = set(Restriction.objects.filter(voice=mine, lifted_at=None).values_list("kind", flat=True))
    for restriction in standing:
        if restriction.kind in taken:
            Restriction.objects.filter(pk=restriction.pk).update(lifted_at=timezone.now())
        taken.add(restriction.kind)
    theirs.update(voice=mine, rest_below=None)  # it goes no further: below may be what he said under his account


def _move(rows: QuerySet[Any], mine: Voice, unique: tuple[str, ...]) -> None:
    """What he has already under his account stays as it is there."""
    _each_once(rows, mine, unique, set(rows.model.objects.filter(voice=mine).values_list(*unique)))


def _each_once(rows: QuerySet[Any], mine: Voice, unique: Iterable[str], taken: set[tuple[Any, ...]]) -> None:
    for pk, *key in rows.order_by("pk").values_list("pk", *unique):
        row = rows.model.objects.filter(pk=pk)
        if tuple(key) in taken:
            row.delete()
        else:
            row.update(voice=mine)
        taken.add(tuple(key))
