from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from discussion.models.state import KEPT_BY_ITS_AUTHOR, KEPT_FROM_READERS, State
from discussion.models.voice import Voice
from people.models import User

STRANGERS, GUESTS, MEMBERS, MODERATORS = "strangers", "guests", "members", "moderators"


@dataclass(frozen=True)
class Reader:
    """Whoever looks at a page: what visibility and permission are asked of. Not a table."""

    user: User | AnonymousUser
    guest: Voice | None = None  # whom the token of his browser names; counts for nobody who is signed in

    @property
    def signed_in(self) -> bool:
        return self.user.is_authenticated

    @classmethod
    def like(cls, kind: str, own: int) -> Self:
        """One whom the rule of visibility takes for a reader of that kind; `own`: the pk of the user, or the guest."""
        if kind in (STRANGERS, GUESTS):
            return cls(AnonymousUser(), Voice(pk=own) if kind == GUESTS else None)
        above = kind == MODERATORS
        return cls(User(pk=own, is_staff=above, is_superuser=above))

    @property
    def kind(self) -> str:
        """For what is worded once for all who read alike."""
        if self.signed_in:
            return MODERATORS if self.moderates else MEMBERS
        return GUESTS if self.guest else STRANGERS

    @property
    def number(self) -> int:
        """Of the user, or the guest; 0 of strangers."""
        return (self.user.pk if self.signed_in else self.guest and self.guest.pk) or 0

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

    @cached_property
    def speaker(self) -> Voice:
        """As `voice`; of who has none it is yet to be made by the verb that gets it, in its transaction. No query."""
        if isinstance(self.user, User) and getattr(self.user, "voice", None) is None:
            return Voice(user=self.user, name=self.user.display_name)
        return self.voice

    def own(self, path: str = "voice") -> Q:
        """The condition on a query that what it finds at `path`, a voice, is his. No query by itself."""
        if self.signed_in:
            return Q(**{f"{path}__user": self.user})
        return Q(**{path: self.guest}) if self.guest else Q(pk__in=[])

    def readable(self, path: str = "") -> Q:
        """The condition on a query that he may read the words of the comment at `path`, which ends with `__`; of a
        row, the same rule is state.readable().
        """
        readable = Q(**{f"{path}state": State.PUBLISHED})
        if self.moderates:
            readable |= Q(**{f"{path}state__in": KEPT_FROM_READERS})
        if self.known:
            readable |= Q(**{f"{path}state__in": KEPT_BY_ITS_AUTHOR}) & self.own(f"{path}voice")
        return readable

    def speaks_as(self, voice: Voice) -> bool:
        return self.has_voice(voice.pk, voice.user_id)

    def has_voice(self, pk: int, user: int | None) -> bool:
        """`user`: whose voice that is, None for a guest's."""
        if isinstance(self.user, User):
            return user == self.user.pk
        return self.guest is not None and pk == self.guest.pk

    @cached_property
    def moderates(self) -> bool:
        """Asks for permissions of staff only, so that it costs ordinary readers no query."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.moderate"))

    @cached_property
    def picks(self) -> bool:
        """Asks as `moderates` does."""
        return bool(self.user.is_staff and self.user.has_perm("discussion.pick"))


STRANGER = Reader(AnonymousUser())
