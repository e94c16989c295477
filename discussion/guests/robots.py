"""What keeps the simplest robots out: they fill in every field, and they are fast. No third party is asked."""

from django.core import signing

SALT = "broadsheet.forms"
FASTEST = 2  # seconds in which nobody fills in a form
LONGEST = 24 * 60 * 60  # a form that is older may have been taken from somebody's cache


def stamp() -> str:
    """When a form was made, for its hidden field."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def made_by_hand(stamp: str, bait: str, fastest: int = FASTEST) -> bool:
    """`stamp` as the form brought it back; `bait` is what stands in the field that people do not see."""
    if bait:
        return False
    try:
        signer = signing.TimestampSigner(salt=SALT)
        signer.unsign(stamp, max_age=LONGEST)
    except signing.BadSignature:
        return False
    return not _fresh(signer, stamp, fastest)


def _fresh(signer: signing.TimestampSigner, stamp: str, fastest: int) -> bool:
    try:
        signer.unsign(stamp, max_age=fastest)
    except signing.SignatureExpired:
        return False
    return True
