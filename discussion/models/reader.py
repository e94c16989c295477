from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from discussion.models.voice import Voice
from people.models import User


@dataclass(frozen=True)
class Reader:
    """Whoever looks at a page: what visibility and permission are asked of. Not a table."""

    user: User | AnonymousUser
    guest: Voice | None = None  # whom the token of his browser names; counts for nobody who is signed in

    @property
    def signed_in(self) -> bool:
        return self.user.is_authenticated

    @property
    def known(self) -> bool:
        """Whether there may be something of his own on a page."""
        return self.signed_in or self.guest is not None

    @cached_property
    def voice(self) -> Voice:
        """His voice, a signed-in reader's made at first use: for writing only. Raises PermissionDenied for who
        has none.
        """
        if isinstance(self.user, User):
            return Voice.objects.of_user(self.user)
        if self.guest:
            return self.guest
        raise PermissionDenied

    def own(self, path: str = "voice") -> Q:
        """The condition on a query that what it finds at `path`, a voice, is his. No query by itself."""
        if self.signed_in:
            return Q(**{f"{path}__user": self.user})
        return Q(**{path: self.guest}) if self.guest else Q(pk__in=[])

    def speaks_as(self, voice: Voice) -> bool:
        if isinstance(self.user, User):
            return voice.user_id == self.user.pk
        return self.guest is not None and voice.pk == self.guest.pk

    @cached_property
    def moderates(self) -> bool:
        """Asks for permissions of staff only, so that it costs ordinary readers no query."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.moderate"))

    @cached_property
    def picks(self) -> bool:
        """Asks as `moderates` does."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.pick"))


STRANGER = Reader(AnonymousUser())
