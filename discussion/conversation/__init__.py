from discussion.conversation.conversation import Conversation
from discussion.conversation.newcomers import arrivals, newcomers, own_box
from discussion.conversation.request import BadView, View

__all__ = ["BadView", "Conversation", "View", "arrivals", "newcomers", "own_box"]
