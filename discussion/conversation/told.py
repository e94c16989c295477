"""What somebody asked to be told of, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Subscription

Kind, Pace = Subscription.Kind, Subscription.Pace
# Whole sentences, as other languages put such parts together in other ways.
WORDS = {
    (Kind.THREAD, Pace.AT_ONCE): gettext_lazy("You are told of new follow-up comments at once."),
    (Kind.THREAD, Pace.HOURLY): gettext_lazy("You are told of new follow-up comments once an hour."),
    (Kind.THREAD, Pace.DAILY): gettext_lazy("You are told of new follow-up comments once a day."),
    (Kind.MINE, Pace.AT_ONCE): gettext_lazy("You are told of new replies to your comments at once."),
    (Kind.MINE, Pace.HOURLY): gettext_lazy("You are told of new replies to your comments once an hour."),
    (Kind.MINE, Pace.DAILY): gettext_lazy("You are told of new replies to your comments once a day."),
    (Kind.BRANCH, Pace.AT_ONCE): gettext_lazy("You are told of replies to this comment at once."),
    (Kind.BRANCH, Pace.HOURLY): gettext_lazy("You are told of replies to this comment once an hour."),
    (Kind.BRANCH, Pace.DAILY): gettext_lazy("You are told of replies to this comment once a day."),
    (Kind.MENTION, Pace.AT_ONCE): gettext_lazy("You are told of mentions of you at once."),
    (Kind.MENTION, Pace.HOURLY): gettext_lazy("You are told of mentions of you once an hour."),
    (Kind.MENTION, Pace.DAILY): gettext_lazy("You are told of mentions of you once a day."),
    (Kind.REVIEW, Pace.AT_ONCE): gettext_lazy("You are told of what waits for moderators at once."),
    (Kind.REVIEW, Pace.HOURLY): gettext_lazy("You are told of what waits for moderators once an hour."),
    (Kind.REVIEW, Pace.DAILY): gettext_lazy("You are told of what waits for moderators once a day."),
}


def told_words(kind: str, pace: str) -> str:
    if kind == Kind.MUTED:
        return _("You muted this discussion.")
    return str(WORDS[Kind(kind), Pace(pace)])


def standing_words(told: dict[Subscription.Kind, Subscription.Pace]) -> str:
    """Of a discussion as a whole; nothing where nothing was asked for. What says most comes first."""
    strongest = next((kind for kind in (Kind.MUTED, Kind.THREAD, Kind.MINE) if kind in told), None)
    return told_words(strongest, told[strongest]) if strongest else ""
