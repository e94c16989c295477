from discussion.moderating.acts import ACTS, Act, Outcome, moderate
from discussion.moderating.appeals import decide_appeal, may_decide
from discussion.moderating.branches import move_branch
from discussion.moderating.done import last_act
from discussion.moderating.holding import hold_for_reports
from discussion.moderating.people import erase_person, lift_suspension, note, suspend_person, warn_person
from discussion.moderating.picks import pick, unpick
from discussion.moderating.pins import pin, unpin
from discussion.moderating.restrictions import lift_restriction, restrict
from discussion.moderating.threads import set_thread
from discussion.moderating.together import moderate_and_ban
from discussion.moderating.undoing import Undone, may_undo, undo

__all__ = [
    "ACTS",
    "Act",
    "Outcome",
    "Undone",
    "decide_appeal",
    "erase_person",
    "hold_for_reports",
    "last_act",
    "lift_restriction",
    "lift_suspension",
    "may_decide",
    "may_undo",
    "moderate",
    "moderate_and_ban",
    "move_branch",
    "note",
    "pick",
    "pin",
    "restrict",
    "set_thread",
    "suspend_person",
    "undo",
    "unpick",
    "unpin",
    "warn_person",
]
