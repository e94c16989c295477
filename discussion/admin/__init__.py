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
    watched_words,
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
    "watched_words",
]
