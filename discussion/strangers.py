from django.conf import settings
from django.http import HttpRequest

MESSAGES = "messages"  # the cookie of django.contrib.messages


def is_stranger(request: HttpRequest) -> bool:
    """Who brings no cookie of ours gets what all strangers get. In doubt he is none: a cookie of somebody else's may be
    called much like one of ours. Asked before there is a session.
    """
    cookies = request.META.get("HTTP_COOKIE", "")
    ours = (settings.SESSION_COOKIE_NAME, settings.GUEST_COOKIE_NAME, MESSAGES)
    return not cookies or not any(f"{name}=" in cookies for name in ours)
