from discussion.admin import comments, events, notice_texts, threads, voices, watched_words

__all__ = ["comments", "events", "notice_texts", "threads", "voices", "watched_words"]
