from collections.abc import Iterable

from allauth.account.models import EmailAddress

from discussion.models import Suppressed


def addresses(users: Iterable[int]) -> dict[int, str]:
    """Where mail to these users goes: to an address that they proved, the main one if it is one of those, and not
    to one that bounced. One query.
    """
    proved = EmailAddress.objects.filter(user__in=list(users), verified=True)
    usable = proved.exclude(email__in=Suppressed.objects.values("address")).order_by("primary", "-pk")
    return {address.user_id: address.email for address in usable}
