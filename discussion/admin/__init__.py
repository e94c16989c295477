from discussion.admin import comments, events, notice_texts, screening_rules, simulations, stopped, threads, voices

__all__ = ["comments", "events", "notice_texts", "screening_rules", "simulations", "stopped", "threads", "voices"]
