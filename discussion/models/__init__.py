from discussion.models.appeal import Appeal
from discussion.models.claim import Claim
from discussion.models.classifier import Classifier
from discussion.models.comment import Comment
from discussion.models.device import Device
from discussion.models.event import Event
from discussion.models.footprint import Footprint, Salt
from discussion.models.log_entry import LogEntry
from discussion.models.mail import Mail, Suppressed
from discussion.models.mute import Mute
from discussion.models.notice import Notice
from discussion.models.notice_text import NoticeText
from discussion.models.passage import Passage
from discussion.models.reader import Reader
from discussion.models.report import Report
from discussion.models.restriction import Note, Restriction
from discussion.models.rule import Rule
from discussion.models.screening import Objection, Says, ScreeningRule, Verdict
from discussion.models.simulation import Simulation
from discussion.models.state import State
from discussion.models.stopped import Stopped
from discussion.models.subscription import Subscription
from discussion.models.thread import Thread
from discussion.models.visit import Visit
from discussion.models.voice import Voice
from discussion.models.vote import Vote, VoteChange
from discussion.models.watched_word import WatchedWord, WordMatch
from discussion.models.wording import Wording

__all__ = [
    "Appeal",
    "Claim",
    "Classifier",
    "Comment",
    "Device",
    "Event",
    "Footprint",
    "LogEntry",
    "Mail",
    "Mute",
    "Note",
    "Notice",
    "NoticeText",
    "Objection",
    "Passage",
    "Reader",
    "Report",
    "Restriction",
    "Rule",
    "Salt",
    "Says",
    "ScreeningRule",
    "Simulation",
    "State",
    "Stopped",
    "Subscription",
    "Suppressed",
    "Thread",
    "Verdict",
    "Visit",
    "Voice",
    "Vote",
    "VoteChange",
    "WatchedWord",
    "WordMatch",
    "Wording",
]
