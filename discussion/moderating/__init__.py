from discussion.moderating.acts import ACTS, Act, Outcome, moderate
from discussion.moderating.branches import move_branch
from discussion.moderating.people import erase_person, lift_suspension, suspend_person
from discussion.moderating.picks import pick, unpick
from discussion.moderating.pins import pin, unpin
from discussion.moderating.threads import set_thread
from discussion.moderating.undoing import Undone, last_batch, may_undo, undo

__all__ = [
    "ACTS",
    "Act",
    "Outcome",
    "Undone",
    "erase_person",
    "last_batch",
    "lift_suspension",
    "may_undo",
    "moderate",
    "move_branch",
    "pick",
    "pin",
    "set_thread",
    "suspend_person",
    "undo",
    "unpick",
    "unpin",
]
