"""Stand-in until A's is merged."""

from datetime import timedelta

from django.core import signing

from discussion.models import Voice

SALT = "broadsheet.proof"
GOOD_FOR = timedelta(days=7)


def proof_token(voice: Voice) -> str:
    return signing.dumps(voice.pk, salt=SALT)


def voice_of_proof(token: str) -> Voice | None:
    pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    return Voice.objects.filter(pk=pk, user=None).first()
