"""The link by which somebody shows that he reads the mail of an address. It names a voice, logs nobody in, and whoever
reads it learns no address.
"""

from datetime import timedelta

from django.core import signing

from discussion.models import Voice

SALT = "broadsheet.guests.proof"
GOOD_FOR = timedelta(days=7)


def proof_token(voice: Voice) -> str:
    return signing.dumps(voice.pk, salt=SALT)


def voice_of_proof(token: str) -> Voice | None:
    """None: all that was his has been erased. Raises signing.SignatureExpired, or signing.BadSignature for what is
    none of ours.
    """
    pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    return Voice.objects.filter(pk=pk, user=None).exclude(email="").first()
