"""Where a passage stands: said by a browser, kept in an anchor, found again in the next revision. Knows no rows."""

from discussion.anchoring.anchor import BESIDE, Anchor, Text, anchor_at
from discussion.anchoring.carrying import carry
from discussion.anchoring.finding import find

__all__ = ["BESIDE", "Anchor", "Text", "anchor_at", "carry", "find"]
