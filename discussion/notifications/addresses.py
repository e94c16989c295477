"""Where mail goes, and whose an address is: of whoever proved it, be it for an account or for what a guest said."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from discussion.models import Suppressed, Voice


def addresses(voices: Iterable[Voice]) -> dict[int, str]:
    """By the voices' ids. A member's: one that he proved, the main one if it is one of those. A guest's: the one that
    he gave, if he has confirmed it. None that bounced. At most two queries.
    """
    voices = list(voices)
    of_users = _of_users({voice.user_id for voice in voices if voice.user_id})
    guests = {voice.pk: voice.email for voice in voices if voice.user_id is None and voice.proved_at and voice.email}
    dead = set(suppressed(guests.values()))
    found = {voice.pk: of_users[voice.user_id] for voice in voices if voice.user_id in of_users}
    return found | {pk: email for pk, email in guests.items() if email not in dead}


def suppressed(emails: Iterable[str]) -> list[str]:
    """Those of them to which nothing is sent any more. One query, none for none."""
    emails = list(emails)
    return list(Suppressed.objects.filter(address__in=emails).values_list("address", flat=True)) if emails else []


def all_of(voice: Voice) -> set[str]:
    """Every address that is proved to be his. One query for a member."""
    if voice.user_id is None:
        return {voice.email.lower()} if voice.proved_at and voice.email else set()
    proved = EmailAddress.objects.filter(user=voice.user_id, verified=True)
    return {email.lower() for email in proved.values_list("email", flat=True)}


def same_guest(one: Voice, other: Voice) -> bool:
    """On another browser he is another voice; the address that both have proved makes them one reader of mails."""
    if one.user_id or other.user_id or not (one.proved_at and other.proved_at):
        return False
    return one.email != "" and one.email == other.email


def _of_users(users: set[int]) -> dict[int | None, str]:
    if not users:
        return {}
    proved = EmailAddress.objects.filter(user__in=users, verified=True)
    usable = proved.exclude(email__in=Suppressed.objects.values("address")).order_by("primary", "-pk")
    return {address.user_id: address.email for address in usable}
