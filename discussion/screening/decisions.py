"""What moderators decide about a comment, by which rules are judged and the classifier learns."""

from discussion.models import Event

TAKING_DOWN = (Event.Kind.REFUSED, Event.Kind.HIDDEN, Event.Kind.MARKED_SPAM)
LETTING_STAND = (Event.Kind.APPROVED, Event.Kind.RESTORED, Event.Kind.KEPT)
