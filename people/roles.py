"""The staff's roles are groups, made by a migration; who may do what is their permissions."""

from collections.abc import Iterable

from django.db import transaction

from people.models import User
from people.names import tell

EDITORS = "Editors"
MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"
RANKS = {EDITORS: 1, MODERATORS: 2, ADMINISTRATORS: 3}
HIGHEST = 4


def ranks(users: Iterable[int]) -> dict[int, int]:
    """How high each of these users (by id) stands; readers stand at 0. One query."""
    rows = User.objects.filter(pk__in=list(users)).values_list("pk", "is_superuser", "groups__name")
    found: dict[int, int] = {}
    for pk, superuser, group in rows:
        found[pk] = max(found.get(pk, 0), HIGHEST if superuser else RANKS.get(group or "", 0))
    return found


@transaction.atomic
def sync_staff(user: User) -> None:
    """Who has a role may enter the admin, and nobody else."""
    staff = user.is_superuser or user.groups.exists()
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])
        tell(user)
