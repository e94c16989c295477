from collections.abc import Collection, Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from people import names
from people.lookalikes import SkeletonField

# Capitals pass here because allauth asks before the handle is lower-cased; "@" must not, or a handle
# could be taken for somebody's e-mail address at log-in.
handle_characters = RegexValidator(r"^[A-Za-z0-9_]+\Z", _("A handle has letters a to z, digits and _ only."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, handle: str, email: str, password: str | None = None, **fields: Any) -> "User":
        """`password=None` makes an account that nobody can log in to."""
        user = self.model(
            handle=names.normal_handle(handle),
            email=email.lower(),
            **{"display_name": handle, **fields},
        )
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, handle: str, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(handle, email, password, **fields, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, handle: str | None) -> "User":
        return self.get(handle=names.normal_handle(handle or ""))


class User(AbstractBaseUser, PermissionsMixin):
    handle = models.CharField(
        _("handle"),
        max_length=30,
        unique=True,
        validators=[handle_characters, MinLengthValidator(3)],
        error_messages={"unique": _("This handle is taken.")},
    )
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("display name"), max_length=60, validators=[names.check_name])
    handle_skeleton = SkeletonField(of="handle")
    name_skeleton = SkeletonField(of="display_name")
    about = models.TextField(_("about me"), max_length=500, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)
    suspension_reason = models.TextField(_("reason of the suspension"), blank=True)
    # Goes into every session's hash: another one ends them all. Empty until that is first needed.
    session_salt = models.CharField(max_length=32, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes: ClassVar = [
            models.Index(
                fields=["suspended_until"], condition=Q(suspended_until__isnull=False), name="users_suspended"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("handle"), name="handles_differ_by_letters", violation_error_message=_("This handle is taken.")
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    def end_sessions(self) -> None:
        """All of them, everywhere, as soon as the field `session_salt` is saved."""
        self.session_salt = get_random_string(22)

    def get_session_auth_hash(self) -> str:
        return super().get_session_auth_hash() + self.session_salt

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (known + self.session_salt for known in super().get_session_auth_fallback_hash())

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.handle = names.normal_handle(self.handle)
        self.display_name = names.normal_name(self.display_name)
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        if self.is_staff or User.objects.filter(pk=self.pk, display_name=self.display_name).exists():
            return
        try:
            names.check_not_of_staff(self.display_name, by=self)
        except ValidationError as error:
            raise ValidationError({"display_name": error}) from error

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
