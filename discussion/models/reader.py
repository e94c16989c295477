from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from discussion.models.voice import Voice
from people.models import User


@dataclass(frozen=True)
class Reader:
    """Whoever looks at a page: what visibility and permission are asked of. Not a table."""

    user: User | AnonymousUser

    @property
    def signed_in(self) -> bool:
        return self.user.is_authenticated

    @cached_property
    def voice(self) -> Voice:
        """His voice, made at first use: for writing only. Raises PermissionDenied for who has none."""
        if not isinstance(self.user, User):
            raise PermissionDenied
        return Voice.objects.of_user(self.user)

    def speaks_as(self, voice: Voice) -> bool:
        return isinstance(self.user, User) and voice.user_id == self.user.pk

    @cached_property
    def moderates(self) -> bool:
        """Asks for permissions of staff only, so that it costs ordinary readers no query."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.moderate"))

    @cached_property
    def picks(self) -> bool:
        """Asks as `moderates` does."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.pick"))
