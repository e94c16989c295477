"""Whether a thread has changed, and what strangers are told of it, answered before there is a session, a user or a
view: readers of an active thread ask every few seconds, and mostly nothing has.
"""

from discussion.live.middleware import FOR_ONE_READER, LiveMiddleware
from discussion.live.telling import MOST_COUNTED, MOST_PASSAGES, MOST_VOTES, told

__all__ = ["FOR_ONE_READER", "MOST_COUNTED", "MOST_PASSAGES", "MOST_VOTES", "LiveMiddleware", "told"]
