from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.state import State
from kit.prepared_writes import insert
from people.models import User

if TYPE_CHECKING:
    from discussion.models.comment import Comment

RECORDED = 1_000


class VoiceManager(models.Manager["Voice"]):
    def of_user(self, user: User) -> "Voice":
        """The user's voice, made at first use. For writes only: reading pages makes no rows. No query where it was
        read with him.
        """
        voice: Voice = getattr(user, "voice", None) or self._made_for(user)
        if voice.name != user.display_name:
            voice.name = user.display_name
            voice.save(update_fields=["name"])
        return voice

    def saved(self, voice: "Voice") -> "Voice":
        """The voice that a verb was given, which makes it where there is none yet. For writes only, under the lock of a
        thread.
        """
        if not voice.new:
            return voice
        if voice.user:
            return self._made_for(voice.user)
        insert(voice)
        return voice

    def _made_for(self, user: User) -> "Voice":
        """One query, also where it is made by two requests at once."""
        made = self.model(user=user, name=user.display_name)
        self.bulk_create([made], update_conflicts=True, unique_fields=["user"], update_fields=["name"])
        return made


class Voice(models.Model):
    """Who speaks: a signed-in user, or a guest with a name and an address that is never shown."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="voice", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail address of a guest"), blank=True)
    proved_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)  # by a link that was mailed there
    heard_at = models.DateTimeField(_("first heard"), default=timezone.now)

    objects = VoiceManager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        permissions: ClassVar = [("suspend", _("Can suspend people"))]
        constraints: ClassVar = [
            models.CheckConstraint(name="users_have_no_second_address", condition=Q(user=None) | Q(email="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["email"], name="voice_email"),  # of all: of a part SQLite does not find it
            models.Index(fields=["-heard_at"], name="voices_by_age"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def new(self) -> bool:
        """Whether it is yet to be saved."""
        return bool(self._state.adding)

    @property
    def proved(self) -> bool:
        """Whether its words need no confirmation: a user's address was proved when he signed up."""
        return self.user_id is not None or self.proved_at is not None

    def record(self) -> dict[str, int]:
        """How many of its newest comments are in each state, by the state's words. One query."""
        counted = Counter(self.newest().values_list("state", flat=True))
        return {str(State(state).label): counted[state] for state in sorted(counted)}

    def newest(self) -> "QuerySet[Comment]":
        """As many of its comments as its record is made of: what somebody did in earlier years weighs little."""
        return self.comments.order_by("-posted_at", "-pk")[:RECORDED]
