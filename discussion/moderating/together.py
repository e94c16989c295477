"""One gesture of several verbs: undone together, as all of it has one batch."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction

from discussion.models import Restriction, Rule, Voice
from discussion.moderating.acts import Act, Outcome, moderate
from discussion.moderating.restrictions import restrict
from discussion.permissions import NotAllowed
from kit.contention import patiently
from people.models import User


@patiently
def moderate_and_ban(comments: Iterable[int], act: Act, *, by: User, reason: str = "", rule: str = "") -> Outcome:
    """As `moderate`; whoever said what it was done to is banned, until that is lifted. Whom somebody above has banned
    stays so as he is. Raises NotAllowed.
    """
    outcome = moderate(comments, act, by=by, reason=reason, rule=rule)
    why = reason.strip() or str(Rule(rule).label)
    for voice in Voice.objects.filter(comments__in=outcome.done).distinct().order_by("pk"):
        with suppress(NotAllowed), transaction.atomic():
            restrict(kind=Restriction.Kind.BAN, voice=voice, by=by, reason=why, batch=outcome.batch)
    return outcome
