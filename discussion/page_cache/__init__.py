"""Pages as strangers get them, kept by each process and handed out before there is a session, a user or a view."""

from discussion.page_cache.middleware import PageCacheMiddleware, share

__all__ = ["PageCacheMiddleware", "share"]
