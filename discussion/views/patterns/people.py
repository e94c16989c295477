"""What moderators see of a person."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest

from discussion.models import Event, Restriction
from discussion.views.moderated import ACTS
from discussion.views.patterns.cast import ADA, BEGAN, FIRST, MOD, voice
from discussion.views.patterns.pattern import Pattern, pattern

WHY = "Three insults in a week."


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    ban = Restriction(pk=FIRST, kind="ban", voice=voice(ADA), by=voice(MOD), reason=WHY, until=BEGAN)
    told, template = "On a person’s page for moderators.", "discussion/_restriction.html"
    yield pattern(request, "restriction", "A restriction", told, template, restriction=ban, may_suspend=True)
    network = Restriction(pk=FIRST + 1, kind="address", pattern="203.0.113.0/24", by=voice(MOD), reason=WHY)
    told = "In the list of what the site keeps out."
    yield pattern(request, "banned-network", "A banned network", told, template, restriction=network)
    told, template = "Folded, until somebody wants to act.", "discussion/_person_act.html"
    for name in ("warn", "restrict"):
        act = ACTS[name]
        form = act.form(auto_id=f"sample_{name}_%s")
        yield pattern(request, f"person-{name}", str(act.label), told, template, act=act, form=form)
    fact = Event(pk=FIRST, kind=Event.Kind.WARNED, by=voice(MOD), reason=WHY, at=BEGAN, batch=UUID(int=0))
    told, template = "What was decided about somebody.", "discussion/_person_fact.html"
    yield pattern(request, "person-fact", "A decision about a person", told, template, event=fact, may_undo=True)
