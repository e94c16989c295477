from django.utils.crypto import salted_hmac


def unreadable(key: str, prefix: str, version: int) -> str:
    """What a cache keeps something under: nobody who reads its table learns what the key was made of."""
    return salted_hmac("broadsheet.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
