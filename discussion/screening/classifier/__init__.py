"""What moderators decided, learned, and what it says of a new comment. Nothing here loads scikit-learn but to train."""

from discussion.screening.classifier.holding import CLASSIFIER

__all__ = ["CLASSIFIER"]
