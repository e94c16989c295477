from discussion.models.comment import Comment
from discussion.models.device import Device
from discussion.models.event import Event
from discussion.models.footprint import Footprint, Salt
from discussion.models.mail import Mail, Suppressed
from discussion.models.mute import Mute
from discussion.models.notice import Notice
from discussion.models.passage import Passage
from discussion.models.reader import Reader
from discussion.models.state import State
from discussion.models.subscription import Subscription
from discussion.models.thread import Thread
from discussion.models.visit import Visit
from discussion.models.voice import Voice
from discussion.models.vote import Vote, VoteChange
from discussion.models.wording import Wording

__all__ = [
    "Comment",
    "Device",
    "Event",
    "Footprint",
    "Mail",
    "Mute",
    "Notice",
    "Passage",
    "Reader",
    "Salt",
    "State",
    "Subscription",
    "Suppressed",
    "Thread",
    "Visit",
    "Voice",
    "Vote",
    "VoteChange",
    "Wording",
]
