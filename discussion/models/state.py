from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a comment stands. Everybody reads what is published; see TRANSITIONS for the ways between."""

    PUBLISHED = "published", _("Published")
    HELD = "held", _("Waiting for review")
    UNPROVED = "unproved", _("Waiting for its author to confirm his address")
    REFUSED = "refused", _("Rejected")
    HIDDEN = "hidden", _("Hidden by a moderator")
    SPAM = "spam", _("Spam")
    SHADOWED = "shadowed", _("Shown to its author alone")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    ERASED = "erased", _("Erased")


# None stands for a comment that does not exist yet.
TRANSITIONS: dict[State | None, frozenset[State]] = {
    None: frozenset({State.PUBLISHED, State.HELD, State.UNPROVED, State.REFUSED, State.SHADOWED}),
    State.PUBLISHED: frozenset(
        {State.HELD, State.REFUSED, State.HIDDEN, State.SPAM, State.SHADOWED, State.WITHDRAWN, State.ERASED}
    ),
    State.HELD: frozenset(
        {State.PUBLISHED, State.SHADOWED, State.REFUSED, State.HIDDEN, State.SPAM, State.WITHDRAWN, State.ERASED}
    ),
    State.UNPROVED: frozenset({State.PUBLISHED, State.HELD, State.SHADOWED, State.WITHDRAWN, State.ERASED}),
    State.REFUSED: frozenset({State.PUBLISHED, State.SHADOWED, State.HELD, State.SPAM, State.WITHDRAWN, State.ERASED}),
    # Back to where it was held or refused leads only the undoing of an act.
    State.HIDDEN: frozenset({State.PUBLISHED, State.SHADOWED, State.HELD, State.SPAM, State.WITHDRAWN, State.ERASED}),
    State.SPAM: frozenset(
        {
            State.PUBLISHED,
            State.SHADOWED,
            State.HELD,
            State.REFUSED,
            State.HIDDEN,
            State.WITHDRAWN,
            State.ERASED,
        }
    ),
    State.SHADOWED: frozenset(
        {State.PUBLISHED, State.HELD, State.REFUSED, State.HIDDEN, State.SPAM, State.WITHDRAWN, State.ERASED}
    ),
    # Its author undoes that for a while, back to where it stood.
    State.WITHDRAWN: frozenset(
        {
            State.PUBLISHED,
            State.HELD,
            State.UNPROVED,
            State.REFUSED,
            State.HIDDEN,
            State.SPAM,
            State.SHADOWED,
            State.ERASED,
        }
    ),
    State.ERASED: frozenset(),
}

TAKEN_DOWN = frozenset({State.REFUSED, State.HIDDEN, State.SPAM})
# Its author and moderators still read these; of the rest that is not published only the place is left.
KEPT_FROM_READERS = TAKEN_DOWN | {State.HELD, State.SHADOWED}
# Its author alone: what anybody can write under anybody's address is no work for moderators before it is confirmed.
KEPT_BY_ITS_AUTHOR = KEPT_FROM_READERS | {State.UNPROVED}


def readable(state: str, *, own: bool, moderates: bool) -> bool:
    """Whether a reader may read the words of a comment: CommentQuerySet.visible_to(), asked of one."""
    if own:
        return state == State.PUBLISHED or state in KEPT_BY_ITS_AUTHOR
    return state == State.PUBLISHED or (moderates and state in KEPT_FROM_READERS)
