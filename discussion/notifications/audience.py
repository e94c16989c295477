"""Who is told of a comment, and why: the one rule, asked when it was said and again before a mail leaves."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from discussion.mentions import members
from discussion.models import Comment, Mute, Notice, Subscription, Voice
from discussion.models.reader import STRANGER
from discussion.rendering import called_in
from people.models import User

Kind, Reason = Subscription.Kind, Notice.Reason
RANKS = {Kind.BRANCH: 3, Kind.MINE: 2, Kind.MENTION: 1, Kind.THREAD: 0}
CLOSER_THAN_A_THREAD = (Reason.MINE, Reason.MENTION)
BEST_LAST = Case(*(When(kind=kind, then=Value(rank)) for kind, rank in RANKS.items()), default=Value(0))


@dataclass
class Listener:
    """`subscription` is the one that he gets a mail for, if any."""

    voice: Voice
    reason: str
    subscription: Subscription | None = None


def is_out(comment: Comment) -> bool:
    """Whether everybody may read it. What only some may is no news: they are told when it comes out."""
    return comment.readable_by(STRANGER) and comment.thread.article.is_out()


def audience(comment: Comment, *, before: datetime) -> list[Listener]:
    """Each voice once, by the best of its reasons, the best reasons first: several may be one person's, who gets
    one mail. Whoever subscribed later than `before` saw it already.
    """
    if not is_out(comment):
        return []
    everybody = who_would_hear(comment)
    heard = {voice.pk: Listener(voice, reason) for voice, reason in _concerned(comment, everybody)}
    for subscription in _subscriptions(comment, everybody).filter(made_at__lte=before):  # the best last
        known = heard.get(subscription.voice_id)
        reason: str = subscription.kind
        if known and known.reason in CLOSER_THAN_A_THREAD and reason in (Kind.THREAD, Kind.MENTION):
            reason = known.reason
        heard[subscription.voice_id] = Listener(subscription.voice, reason, subscription)
    return sorted(heard.values(), key=_best_first)


def called(comment: Comment) -> list[User]:
    """The members whom it names, as its words are now; of one that not everybody may read nobody."""
    return members(called_in(comment.source)) if is_out(comment) else []


def subscription_for(voice: Voice, comment: Comment) -> Subscription | None:
    """What a mail to `voice` about `comment` rests on, as things stand now."""
    if not is_out(comment):
        return None
    him_alone = who_would_hear(comment).filter(pk=voice.pk)  # or a database may go through all others for each mail
    return _subscriptions(comment, him_alone).last()


def _best_first(listener: Listener) -> tuple[int, bool, int]:
    """Of two alike the member: his mail leads to pages of his own."""
    rank = RANKS[Kind(listener.subscription.kind)] if listener.subscription else -1
    return -rank, listener.voice.user_id is None, listener.voice.pk


def _concerned(comment: Comment, everybody: QuerySet[Voice]) -> list[tuple[Voice, str]]:
    """Who is told in his inbox without having asked, the best reason of each last. Guests have no inbox."""
    found = []
    with_inbox = everybody.filter(user__isnull=False).select_related("user")
    if settings.TELL_AUTHORS:
        found += [(voice, str(Reason.AUTHOR)) for voice in with_inbox.filter(user=comment.thread.article.author_id)]
    if named := called(comment):
        found += [(voice, str(Reason.MENTION)) for voice in with_inbox.filter(user__in=named)]
    if comment.parent:
        found += [(voice, str(Reason.MINE)) for voice in with_inbox.filter(pk=comment.parent.voice_id)]
    return found


def _subscriptions(comment: Comment, of: QuerySet[Voice]) -> QuerySet[Subscription]:
    """All that match, the best of each voice last: BRANCH over MINE over MENTION over THREAD."""
    above = Comment.objects.ancestors_of(comment).order_by().values("pk")
    matching = Q(kind=Kind.THREAD) | Q(kind=Kind.BRANCH, comment__in=above)
    if comment.parent:
        matching |= Q(kind=Kind.MINE) & _is_of(comment.parent.voice)
    matching &= Q(thread=comment.thread_id)
    if named := called(comment):
        matching |= Q(kind=Kind.MENTION, voice__user__in=named)
    asked = Subscription.objects.filter(matching, voice__in=of)
    return asked.select_related("voice__user").order_by(BEST_LAST, "pk")


def _is_of(voice: Voice) -> Q:
    """Of a guest also what he asked for on another browser, by the address that both have proved."""
    if voice.user_id is None and voice.proved_at and voice.email:
        return Q(voice__user=None, voice__email=voice.email)
    return Q(voice=voice)


def who_would_hear(comment: Comment) -> QuerySet[Voice]:
    """Members, and guests whose address is proved, who are not its author and have muted neither him nor the thread."""
    deaf = Subscription.objects.filter(voice=OuterRef("pk"), thread=comment.thread_id, kind=Kind.MUTED)
    folded = Mute.objects.filter(user=OuterRef("user"), voice=comment.voice_id)
    anybody = Voice.objects.filter(Q(user__is_active=True) | Q(user=None, proved_at__isnull=False))
    return anybody.exclude(pk=comment.voice_id).filter(~Exists(deaf), ~Exists(folded))
