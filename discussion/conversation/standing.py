"""How a comment stands and why, for its author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Comment, Event, Reader, State
from discussion.screening import latest_verdict

DECISIONS = {
    State.HELD: (Event.Kind.REPORT_HELD,),
    State.REFUSED: (Event.Kind.REFUSED,),
    State.HIDDEN: (Event.Kind.HIDDEN,),
    State.SPAM: (Event.Kind.MARKED_SPAM,),
}
WORDS = {
    State.PUBLISHED: gettext_lazy("It is published: everybody can read it."),
    State.HELD: gettext_lazy("It waits until a moderator has read it. Until then only you and moderators can see it."),
    State.UNPROVED: gettext_lazy(
        "It waits until you have confirmed your e-mail address, by the link that we sent you."
    ),
    State.REFUSED: gettext_lazy("A moderator has rejected it. Only you and moderators can see it."),
    State.HIDDEN: gettext_lazy("A moderator has hidden it. Only you and moderators can see it."),
    State.SPAM: gettext_lazy("A moderator took it for spam. Only you and moderators can see it."),
    State.SHADOWED: gettext_lazy("Its author alone can see it, and does not know that."),
}

BY_SCREENING = gettext_lazy(
    "Our screening rejected it; no person has looked at it yet. Only you and moderators can see it."
)


@dataclass(frozen=True)
class Standing:
    """`state` as the reader may know it; `rule` and `reason` of the decision that stands, if there is one."""

    state: State
    words: str
    since: datetime | None = None
    rule: str = ""
    reason: str = ""
    screened: bool = False  # no person said that

    @classmethod
    def of(cls, comment: Comment, reader: Reader) -> Self:
        """At most two queries. Its author learns nothing of a comment that is shown to him alone."""
        state = State(comment.state)
        if state == State.SHADOWED and reader.speaks_as(comment.voice):
            state = State.PUBLISHED
        decision = _decision(comment, state)
        if decision is None:
            return cls(state, str(WORDS[state]), reason=_screened(comment, state), screened=True)
        if state == State.HELD:
            words = _(
                "Several readers reported it. It waits until a moderator has read it; until then only you and "
                "moderators can see it."
            )
            return cls(state, words, decision.at)
        rule = decision.get_rule_display() if decision.rule else ""
        words = (
            str(WORDS[state])
            if decision.by_id
            else _("Our screening rejected it; no person has looked at it yet. Only you and moderators can see it.")
        )
        return cls(state, words, decision.at, rule, decision.reason, decision.by_id is None)


def _decision(comment: Comment, state: State) -> Event | None:
    """The last one that led there and was not undone."""
    if state not in DECISIONS:
        return None
    led_there = Event.objects.filter(comment=comment, kind__in=DECISIONS[state], undone_by=None)
    return led_there.order_by("pk").last()


def _screened(comment: Comment, state: State) -> str:
    """What screening told its author, where that is why it waits. At most one query."""
    verdict = latest_verdict(comment) if state == State.HELD else None
    return verdict.said if verdict else ""
