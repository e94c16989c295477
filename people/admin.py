from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from people.models import User
from people.names import tell
from people.roles import sync_staff

SHOWN = {"display_name", "handle", "is_active"}  # beside what he said
SKELETONS = ("handle_skeleton", "name_skeleton")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Names and roles, for administrators. An address is changed by its owner, who proves that it is his."""

    list_display = ("handle", "display_name", "email", "is_staff", "is_active", "joined_at")
    list_filter = ("groups", "is_active")
    search_fields = ("handle", "display_name", "email")
    show_full_result_count = False
    fields = ("handle", "display_name", "email", "is_active", "groups", "joined_at")
    readonly_fields = ("email", "joined_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people sign up; nobody is given a password by somebody else

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # comments and articles keep their author; an account is made inactive

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody locks himself out: one's own role is taken by another administrator."""
        own = ("is_active", "groups") if obj == request.user else ()
        return (*self.readonly_fields, *own)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **options)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        # Only what was changed: a whole row, read before, would undo a suspension that came in between.
        changed = [name for name in form.changed_data if name != "groups"]
        if changed:
            obj.save(update_fields=[*changed, *SKELETONS])
        if SHOWN.intersection(changed):
            tell(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "groups" in form.changed_data:
            sync_staff(form.instance)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """The log names him by his number: a name would outlive his account."""
        entry = super().log_change(request, obj, message)
        entry.object_repr = f"{self.opts.verbose_name} {obj.pk}"
        entry.save(update_fields=["object_repr"])
        return entry
