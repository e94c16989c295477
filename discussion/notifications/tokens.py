"""Links in mails that end a subscription without a log-in. A token names what it ends and can do nothing else."""

from datetime import timedelta

from django.core import signing

from discussion.models import Subscription, Voice

SALT = "broadsheet.subscriptions"
GOOD_FOR = timedelta(days=90)


def token_for(what: Subscription | Voice) -> str:
    """Of a voice: it ends all of them."""
    return signing.dumps([type(what).__name__, what.pk], salt=SALT)


def read_token(token: str) -> Subscription | Voice | None:
    """None: it has been ended. Raises signing.SignatureExpired, or signing.BadSignature for what is none of ours."""
    kind, pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    if kind == Voice.__name__:
        return Voice.objects.filter(pk=pk).first()
    return Subscription.objects.select_related("voice", "thread__article", "comment__voice").filter(pk=pk).first()
