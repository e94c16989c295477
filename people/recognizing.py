"""Who sends a request, by his session."""

from allauth.account.auth_backends import AuthenticationBackend

from kit.prepared_models import PreparedModels
from people.models import User

# What other packages hang on a user and need whenever he does something; they add it when they start.
READ_WITH_USERS: list[str] = []


_users = PreparedModels(lambda *, pk: User.objects.select_related(*READ_WITH_USERS).filter(pk=pk).order_by())


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """One query."""
        user: User | None = _users.first(pk=user_id)
        return user if self.user_can_authenticate(user) else None
