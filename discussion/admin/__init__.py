from discussion.admin import comments, events, threads, voices

__all__ = ["comments", "events", "threads", "voices"]
