"""A reader folds what somebody says, for himself alone: no Event, for nobody is to hear of it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article
from discussion.models import Comment, Mute, Reader, Voice
from discussion.permissions import NotAllowed
from kit.contention import patiently
from people.models import User

MOST = 500  # every page of comments reads them all


@patiently
def mute(*, by: User, voice: Voice) -> None:
    """A second time changes nothing. Raises NotAllowed."""
    if voice.user_id == by.pk:
        raise NotAllowed(_("Nobody mutes himself."))
    muted = Mute.objects.filter(user=by)
    if muted.filter(voice=voice).exists():
        return
    if muted.count() >= MOST:
        raise NotAllowed(_("You have muted as many people as one can. Unmute somebody first."))
    Mute.objects.get_or_create(user=by, voice=voice)


@patiently
def unmute(*, by: User, voice: Voice) -> None:
    """Of somebody who is not muted it changes nothing."""
    Mute.objects.filter(user=by, voice=voice).delete()


def voices_known_to(reader: Reader) -> QuerySet[Voice]:
    """Their person has a page, or they said what `reader` may read, or he muted them before. Names of others, of
    guests who wait for review for one, are not to be had by counting through the numbers.
    """
    out = Article.objects.published().filter(pk=OuterRef("thread__article"))
    said = Comment.objects.visible_to(reader).filter(Exists(out), voice=OuterRef("pk"))
    muted = Mute.objects.filter(user=reader.user.pk, voice=OuterRef("pk"))
    return Voice.objects.filter(Q(user__is_active=True) | Exists(said) | Exists(muted))
