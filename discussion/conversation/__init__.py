from discussion.conversation.conversation import Conversation
from discussion.conversation.newcomers import arrivals, just_said, newcomers, own_box
from discussion.conversation.request import BadView, View

__all__ = ["BadView", "Conversation", "View", "arrivals", "just_said", "newcomers", "own_box"]
