"""Other servers that are asked about a comment, where the operator named one. Nothing leaves the site otherwise."""

from discussion.screening.outside.rule import AKISMET, OUTSIDE

__all__ = ["AKISMET", "OUTSIDE"]
