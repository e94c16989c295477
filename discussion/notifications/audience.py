"""Who is told of a comment, and why: the one rule, asked when it was said and again before a mail leaves."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from discussion.models import Comment, Mute, Notice, Reader, Subscription, Voice

Kind, Reason = Subscription.Kind, Notice.Reason
STRANGER = Reader(AnonymousUser())
BEST_LAST = Case(When(kind=Kind.BRANCH, then=Value(2)), When(kind=Kind.MINE, then=Value(1)), default=Value(0))


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
    """Each person once, by the best of his reasons. Whoever subscribed later than `before` saw it already."""
    if not is_out(comment):
        return []
    heard = {voice.pk: Listener(voice, reason) for voice, reason in _concerned(comment)}
    for subscription in _subscriptions(comment).filter(made_at__lte=before):  # the best last
        known = heard.get(subscription.voice_id)
        reason = subscription.kind
        if known and known.reason == Reason.MINE and reason == Kind.THREAD:
            reason = Reason.MINE
        heard[subscription.voice_id] = Listener(subscription.voice, reason, subscription)
    return list(heard.values())


def subscription_for(voice: Voice, comment: Comment) -> Subscription | None:
    """What a mail to `voice` about `comment` rests on, as things stand now."""
    return _subscriptions(comment).filter(voice=voice).last() if is_out(comment) else None


def _concerned(comment: Comment) -> list[tuple[Voice, str]]:
    """Who is told in his inbox without having asked; whom it answers after the author of the article."""
    found = []
    everybody = _who_would_hear(comment).select_related("user")
    if settings.TELL_AUTHORS:
        found += [(voice, str(Reason.AUTHOR)) for voice in everybody.filter(user=comment.thread.article.author_id)]
    if comment.parent:
        found += [(voice, str(Reason.MINE)) for voice in everybody.filter(pk=comment.parent.voice_id)]
    return found


def _subscriptions(comment: Comment) -> QuerySet[Subscription]:
    """All that match, the best of each person last: BRANCH over MINE over THREAD."""
    above = Comment.objects.ancestors_of(comment).order_by().values("pk")
    matching = Q(kind=Kind.THREAD) | Q(kind=Kind.BRANCH, comment__in=above)
    if comment.parent:
        matching |= Q(kind=Kind.MINE, voice=comment.parent.voice_id)
    in_thread = Subscription.objects.filter(matching, thread=comment.thread_id, voice__in=_who_would_hear(comment))
    return in_thread.select_related("voice__user").order_by(BEST_LAST, "pk")


def _who_would_hear(comment: Comment) -> QuerySet[Voice]:
    """Members who are not its author and have muted neither him nor the thread."""
    deaf = Subscription.objects.filter(voice=OuterRef("pk"), thread=comment.thread_id, kind=Kind.MUTED)
    folded = Mute.objects.filter(user=OuterRef("user"), voice=comment.voice_id)
    members = Voice.objects.filter(user__is_active=True).exclude(pk=comment.voice_id)
    return members.filter(~Exists(deaf), ~Exists(folded))
