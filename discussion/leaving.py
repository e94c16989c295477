"""What becomes of what somebody said when he goes: closes his account, erases what he said as a guest, or never
confirmed that an address is his. And when he is called otherwise.
"""

from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet

from discussion.events import record
from discussion.models import (
    Appeal,
    Comment,
    Device,
    Event,
    LogEntry,
    Mail,
    Mute,
    Note,
    Notice,
    Passage,
    Report,
    Restriction,
    State,
    Subscription,
    Suppressed,
    Thread,
    Verdict,
    Visit,
    Voice,
    Wording,
)
from discussion.models.screening import BANDS
from discussion.posting import change_state
from discussion.weighing import settle_reports
from kit.contention import patiently
from people.closing import blur_log
from people.models import User
from people.names import FORMER_READER


@patiently
def leave(user: User, comments_go: bool) -> None:
    """Called by people.closing within its transaction. The comments of `user`, those too that he wrote as a guest
    under an address of his, stay under the name of those who left, or their words are erased and their places stay
    where replies hang.
    """
    Mute.objects.filter(user=user).delete()
    Visit.objects.filter(user=user).delete()
    proved = set(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
    _forget(proved)
    _empty(Voice.objects.filter(Q(user=user) | Q(user=None, email__in=_lowered(proved))), comments_go=comments_go)


@patiently
def erase_guest(email: str, *, comments_go: bool = True) -> None:
    """All that was said under this address, confirmed or not, and the address. A second time finds nothing."""
    if email:
        _forget({email})
        _empty(Voice.objects.filter(user=None, email=email), comments_go=comments_go)


@patiently
def erase_voice(voice: Voice, *, comments_go: bool = True) -> None:
    """One voice alone; other voices with its address keep what they said."""
    _empty(Voice.objects.filter(pk=voice.pk), comments_go=comments_go)


@patiently
def rename(user: User) -> None:
    """Called when something changed that stands beside his comments: his name, his page, whether he is staff."""
    voice = Voice.objects.filter(user=user).first()
    if voice:
        Voice.objects.filter(pk=voice.pk).update(name=user.display_name)
        _touch_where_heard([voice])


def blank(voices: QuerySet[Voice]) -> None:
    """Nothing of the person is left in these rows, and no browser speaks as them."""
    Device.objects.filter(voice__in=voices).delete()
    for rows in (Subscription, Notice, Mail):  # a mail has his address
        rows.objects.filter(voice__in=voices).delete()
    Verdict.objects.filter(voice__in=voices, comment=None).delete()  # reasons may quote what never became a comment
    appeals = Appeal.objects.filter(voice__in=voices)
    appeals.filter(outcome=Appeal.Outcome.OPEN).update(outcome=Appeal.Outcome.MOOT)  # nobody waits for an answer
    appeals.update(text="", answer="")
    Passage.objects.filter(asked_by__in=voices).update(asked_by=None)  # the question is the article's
    Report.objects.filter(voice__in=voices).exclude(note="").update(note="")  # that something is wrong stays true
    for voice in voices:
        blur_log(voice)
    voices.update(name=str(FORMER_READER), email="", proved_at=None)


def _empty(voices: QuerySet[Voice], *, comments_go: bool) -> None:
    gone = list(voices)
    _touch_where_heard(gone)  # first, as everybody locks threads before voices
    for voice in gone:
        _forget_reasons(voice)
    LogEntry.objects.about(gone).forget()  # after the events, or the chain could still seal what they said
    blank(Voice.objects.filter(pk__in=[voice.pk for voice in gone]))
    for voice in gone:
        _erase(voice, Comment.objects.exclude(state=State.ERASED) if comments_go else _never_out())
        if comments_go:
            Mute.objects.filter(voice=voice).delete()


def _forget_reasons(voice: Voice) -> None:
    """What moderators wrote of him. That he is restricted stays."""
    said = Event.objects.filter(about=voice)
    said.exclude(reason="").update(reason="")
    said.filter(kind__in=(Event.Kind.SUSPENDED, Event.Kind.LET_IN)).update(kept=None)  # the reason before
    Restriction.objects.filter(voice=voice).exclude(reason="").update(reason="")
    Note.objects.filter(about=voice).delete()


def _never_out() -> QuerySet[Comment]:
    """What would wait for ever: nobody can confirm it any more."""
    waiting: QuerySet[Comment] = Comment.objects.filter(state=State.UNPROVED)
    return waiting


def _erase(voice: Voice, comments: QuerySet[Comment]) -> None:
    mine = comments.filter(voice=voice)
    for pk in sorted(set(mine.order_by().values_list("thread", flat=True))):
        thread = Thread.objects.lock(pk)
        for comment in mine.filter(thread=thread):
            comment.thread = thread
            was = change_state(comment, State.ERASED)
            Wording.objects.filter(comment=comment).delete()
            # Reasons may quote, and bands tell a text that somebody guesses.
            Verdict.objects.filter(comment=comment).update(steps=[], original="", **dict.fromkeys(BANDS))
            Comment.objects.filter(pk=comment.pk).update(source="", html="")
            blur_log(comment)
            erasure = record(Event.Kind.ERASED, comment=comment, by=voice, was=was)
            settle_reports(comment, Report.Outcome.MOOT, erasure)


def _forget(addresses: Collection[str]) -> None:
    """That something was mailed there, and that it could not be."""
    everywhere = _lowered(addresses) | set(addresses)
    Mail.objects.filter(address__in=everywhere).delete()
    Suppressed.objects.filter(address__in=everywhere).delete()


def _lowered(addresses: Iterable[str]) -> set[str]:
    """As guests' addresses are kept."""
    return {address.lower() for address in addresses}


def _touch_where_heard(voices: Iterable[Voice]) -> None:
    """A visible change in every thread that they spoke in. Locks them in the order of their ids, as `moderate` does."""
    heard = Thread.objects.filter(pk__in=Comment.objects.filter(voice__in=list(voices)).values("thread"))
    locked = list(heard.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Thread.objects.filter(pk__in=locked).update(version=F("version") + 1)
