"""Having a comment before oneself, so that no two moderators decide on it at once."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from discussion.models import Claim
from kit.contention import patiently
from people.models import User

HELD_FOR = timedelta(minutes=2)


@patiently
def claim(comment: int, *, by: User, lasting: timedelta = HELD_FOR) -> bool:
    """Whether it is his now: renewed if it was, taken over if another's time is over. What else he had before him is
    free again. Two who ask at the same moment never both get it: the row is unique, and it changes hands by one update
    that looks at the time itself.
    """
    now = timezone.now()
    until = now + lasting
    Claim.objects.filter(user=by).exclude(comment=comment).delete()
    if Claim.objects.filter(Q(user=by) | Q(until__lte=now), comment=comment).update(user=by, until=until):
        return True
    standing, _made = Claim.objects.get_or_create(comment_id=comment, defaults={"user": by, "until": until})
    return standing.user_id == by.pk


def release(comment: int, *, by: User) -> None:
    """Another's stays."""
    Claim.objects.filter(comment=comment, user=by).delete()


def claimed_by_others(comments: Iterable[int], *, by: User) -> dict[int, str]:
    """Who has which of these before him, by name. One query."""
    claims = Claim.objects.filter(comment__in=list(comments), until__gt=timezone.now()).exclude(user=by)
    return {claim.comment_id: claim.user.display_name for claim in claims.select_related("user")}
