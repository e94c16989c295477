from discussion.admin import (
    classifiers,
    comments,
    events,
    notice_texts,
    screening_rules,
    simulations,
    stopped,
    threads,
    voices,
)

__all__ = [
    "classifiers",
    "comments",
    "events",
    "notice_texts",
    "screening_rules",
    "simulations",
    "stopped",
    "threads",
    "voices",
]
