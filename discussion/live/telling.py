"""What an open page is told of its thread: the same words whether the view asked the database or not."""

from typing import Any

from django.utils.translation import ngettext

from discussion.conversation.conversation import thread_words
from discussion.conversation.line import grouped
from discussion.models import Thread

MOST_COUNTED = 1000
MOST_VOTES = 200
MOST_PASSAGES = 200

Votes = dict[int, tuple[int, int]]  # up and down, by comment


def told(
    thread: Thread, *, count: int, votes: Votes, passages: dict[int, int], own: tuple[int, int] = (0, 0)
) -> dict[str, Any]:
    """`count`: new comments. `passages`: how much hangs on each. `own`: what thread_words() adds for him alone."""
    return {
        "version": thread.version,
        "count": count,
        "words": _words(count),
        "votes": votes,
        "passages": {f"#passage-{pk}": number for pk, number in passages.items() if number},
        "comments": thread_words(thread, *own),
    }


def _words(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(count)s new comment, show it", "%(count)s new comments, show them", count)
    return words % {"count": grouped(count)}
