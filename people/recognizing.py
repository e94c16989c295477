"""Who sends a request, by his session, and what he has a right to."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet

from kit.prepared import Prepared
from kit.prepared_models import PreparedModels
from people.models import User

# What other packages hang on a user and need whenever he does something; they add it when they start.
READ_WITH_USERS: list[str] = []


_users = PreparedModels(lambda *, pk: User.objects.select_related(*READ_WITH_USERS).filter(pk=pk).order_by())


def _rights(*, pk: int) -> QuerySet:
    """His own, and those of his groups."""
    owners = Permission.objects.filter(user=pk), Permission.objects.filter(group__user=pk)
    own, of_groups = (some.order_by().values_list("content_type__app_label", "codename") for some in owners)
    return own.union(of_groups)


rights = Prepared(_rights)


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """One query."""
        user: User | None = _users.first(pk=user_id)
        return user if self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:
        """As Django's, with one query instead of two; kept with the user, as there."""
        if user_obj.is_superuser or not user_obj.is_active or obj is not None:
            found: set[str] = super().get_all_permissions(user_obj, obj)
            return found
        kept = vars(user_obj)
        if "_perm_cache" not in kept:
            kept["_perm_cache"] = {f"{app}.{codename}" for app, codename in rights(pk=user_obj.pk)}
        return set(kept["_perm_cache"])
