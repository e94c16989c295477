from discussion.models.comment import Comment
from discussion.models.event import Event
from discussion.models.mute import Mute
from discussion.models.reader import Reader
from discussion.models.state import State
from discussion.models.thread import Thread
from discussion.models.visit import Visit
from discussion.models.voice import Voice
from discussion.models.vote import Vote, VoteChange
from discussion.models.wording import Wording

__all__ = [
    "Comment",
    "Event",
    "Mute",
    "Reader",
    "State",
    "Thread",
    "Visit",
    "Voice",
    "Vote",
    "VoteChange",
    "Wording",
]
