from discussion.admin import comments, events, notice_texts, threads, voices

__all__ = ["comments", "events", "notice_texts", "threads", "voices"]
