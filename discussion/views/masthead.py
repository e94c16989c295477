"""What the head of every page says of the discussions to one reader alone."""

from functools import cache

from django.http import HttpRequest

from discussion.notifications.inbox import unread_of
from people.models import User


def masthead(request: HttpRequest) -> dict[str, object]:
    """Context processor: what a signed-in reader is called, and how much in his inbox is new to him. One query, when it
    is printed.
    """
    user = getattr(request, "user", None)
    return {
        "reader_name": lambda: user.display_name if isinstance(user, User) else "",
        "unread": cache(lambda: unread_of(user) if isinstance(user, User) else 0),
    }
