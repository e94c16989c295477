from discussion.admin import classifiers, comments, events, notice_texts, threads, voices

__all__ = ["classifiers", "comments", "events", "notice_texts", "threads", "voices"]
