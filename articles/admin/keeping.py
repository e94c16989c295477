from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class KeepingAdmin(admin.ModelAdmin):
    """Nothing of the newsroom is deleted: an article keeps its discussion, and what is taken back is a draft again."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
