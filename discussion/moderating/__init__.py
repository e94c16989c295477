from discussion.moderating.acts import ACTS, Act, Outcome, moderate
from discussion.moderating.people import erase_person, lift_suspension, suspend_person
from discussion.moderating.picks import pick, unpick
from discussion.moderating.threads import set_feedback, set_guests, set_state

__all__ = [
    "ACTS",
    "Act",
    "Outcome",
    "erase_person",
    "lift_suspension",
    "moderate",
    "pick",
    "set_feedback",
    "set_guests",
    "set_state",
    "suspend_person",
    "unpick",
]
