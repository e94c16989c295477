"""Whether somebody still waits for a mail, asked when it is about to leave: much happens while it waits."""

from collections.abc import Iterable

from discussion.models import Mail
from discussion.notifications.addresses import addresses, all_of, suppressed
from discussion.notifications.audience import subscription_for
from discussion.notifications.decided import stands
from discussion.notifications.letters import waiting_comments, waiting_subscriptions
from discussion.notifications.review import still_waits


def still_wanted(mails: Iterable[Mail]) -> list[Mail]:
    """Those of them, each with the address that it goes to as things stand now; the others are deleted."""
    wanted = []
    for mail in mails:
        address = _address_of(mail)
        if address:
            mail.address = address
            wanted.append(mail)
        else:
            mail.delete()
    return wanted


def _address_of(mail: Mail) -> str:
    if mail.kind == Mail.Kind.CONFIRM:
        return _to_be_proved(mail)
    address = addresses([mail.voice]).get(mail.voice_id, "")  # he may have another one than when it was written
    if mail.is_letter or not address:
        return address
    return address if _is_wanted(mail, address) else ""


def _to_be_proved(mail: Mail) -> str:
    """Where it was confirmed meanwhile, or taken back what waited for that, there is nothing to confirm."""
    voice = mail.voice
    if voice.proved or not voice.email or suppressed([voice.email]):
        return ""
    return voice.email if waiting_comments(voice) or waiting_subscriptions(voice) else ""


def _is_wanted(mail: Mail, address: str) -> bool:
    if mail.event:
        return stands(mail.event, mail.voice) if mail.kind == Mail.Kind.DECISION else still_waits(mail)
    mail.rests_on = subscription_for(mail.voice, mail.said)
    if mail.rests_on is None:
        return False
    sent = Mail.objects.filter(address=address, sent_at__isnull=False, comment=mail.comment_id, event=None)
    return not sent.exists() and address.lower() not in all_of(mail.said.voice)
