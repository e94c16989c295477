"""Who sends a request, by his session."""

from allauth.account.auth_backends import AuthenticationBackend

from people.models import User

# What other packages hang on a user and need whenever he does something; they add it when they start.
READ_WITH_USERS: list[str] = []


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """One query."""
        user = User.objects.select_related(*READ_WITH_USERS).filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
