"""That an address is its writer's own: asked by a mail, answered on the page that the mail leads to."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from discussion.events import record
from discussion.guests.tokens import GOOD_FOR
from discussion.leaving import erase_voice
from discussion.models import Comment, Event, Mail, State, Thread, Voice
from discussion.models.mail import OPEN
from discussion.posting import change_state, first_state
from discussion.screening import still_begins
from kit.contention import patiently
from kit.prepared_writes import insert

A_DAY = timedelta(days=1)
PAUSE = timedelta(hours=1)  # in which nobody needs a second one: the link of the first is good for all that waits
AT_A_TIME = 100
WAITING = Q(state=State.UNPROVED)


@patiently
def ask_for_proof(voice: Voice, *, again: bool = False) -> Voice:
    """A mail to the address of `voice`, unless there is one already, or the address has had as many as it may get in
    a day from whomever. `again`: he says that it has not come. The voice as it is by now.
    """
    if not voice.email:
        return voice
    alike = Voice.objects.filter(email=voice.email).order_by("pk")
    fresh = {one.pk: one for one in alike.select_for_update(no_key=True)}[voice.pk]  # one after the other
    if not fresh.proved and not _has_one_or_enough(fresh, again):
        insert(Mail(voice=fresh, kind=Mail.Kind.CONFIRM, address=fresh.email))
    return fresh


def confirm(*, voice: Voice) -> list[Comment]:
    """What waited for that comes to where a comment of his begins now. A second time finds nothing to do."""
    while True:
        done = _confirm(voice)
        if done is not None:
            return done


@patiently
def release(comment: Comment, by: Voice) -> None:
    """Under the lock of its thread."""
    was = change_state(comment, still_begins(comment, first_state(comment.thread, by)))
    record(Event.Kind.CONFIRMED, comment=comment, by=by, was=was)


@patiently
def disown(*, voice: Voice) -> None:
    """“This was not me”, from whom the mail reached before anybody confirmed it. Threads first, as everywhere."""
    for pk in sorted(set(Comment.objects.filter(voice=voice).values_list("thread", flat=True))):
        Thread.objects.lock(pk)
    fresh = Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
    if not fresh.proved:
        erase_voice(fresh)


def waiting_of(voice: Voice) -> list[Comment]:
    waiting = Comment.objects.filter(WAITING, voice=voice).select_related("voice__user", "thread__article")
    return list(waiting.order_by("pk"))


def erase_never_confirmed() -> bool:
    """A Round: what was said and asked for under addresses that nobody has confirmed while the link was good. What
    was loaded from elsewhere has no such comments, and stays.
    """
    since = timezone.now() - GOOD_FOR
    said = Comment.objects.filter(voice=OuterRef("pk"))
    kept = said.exclude(state__in=[State.UNPROVED, State.WITHDRAWN, State.ERASED])
    lately = said.filter(posted_at__gt=since)
    asked = Mail.objects.filter(OPEN | Q(sent_at__gt=since), voice=OuterRef("pk"), kind=Mail.Kind.CONFIRM)
    unproved = Voice.objects.filter(user=None, proved_at=None, heard_at__lt=since).exclude(email="")
    stale = unproved.filter(~Exists(kept), ~Exists(lately), ~Exists(asked)).order_by("pk")[:AT_A_TIME]
    found = list(stale)
    for voice in found:
        disown(voice=voice)
    return len(found) == AT_A_TIME


@patiently
def _confirm(voice: Voice) -> list[Comment] | None:
    """Threads first, as everywhere. None: meanwhile he has said something in another one."""
    waiting = Comment.objects.filter(WAITING, voice=voice)
    threads = {pk: Thread.objects.lock(pk) for pk in sorted(set(waiting.values_list("thread", flat=True)))}
    fresh = Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
    comments = waiting_of(fresh)
    if not fresh.email or any(comment.thread_id not in threads for comment in comments):
        return None if fresh.email else []
    if not fresh.proved:
        fresh.proved_at = timezone.now()
        fresh.save(update_fields=["proved_at"])
        Mail.objects.open().filter(voice=fresh, kind=Mail.Kind.CONFIRM, lease_until=None).delete()
    for comment in comments:
        threads[comment.thread_id].article = comment.thread.article
        comment.thread = threads[comment.thread_id]
        release(comment, fresh)
    return comments


def _has_one_or_enough(voice: Voice, again: bool) -> bool:
    """One query."""
    now = timezone.now()
    waits = OPEN if again else OPEN | Q(sent_at__gt=now - PAUSE)
    lately = OPEN | Q(sent_at__gt=now - A_DAY) | Q(failed_at__gt=now - A_DAY)
    mails = Mail.objects.filter(address=voice.email, kind__in=Mail.ABOUT_NO_COMMENT).filter(lately)
    counted = mails.aggregate(
        enough=Count("pk"), his=Count("pk", filter=waits & Q(voice=voice, kind=Mail.Kind.CONFIRM))
    )
    return bool(counted["his"]) or counted["enough"] >= settings.GUEST_MAILS_A_DAY
