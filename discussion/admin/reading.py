"""What the desk's pages share: nothing is added or deleted here, and long tables are not counted out."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest

COUNTED = 10_000


class CappedPaginator(Paginator):
    """Counts to COUNTED and no further: a page of a table of millions costs what a page costs."""

    @cached_property
    def count(self) -> int:
        return int(self.object_list.order_by()[:COUNTED].count())  # type: ignore[union-attr]


class ReadingAdmin(admin.ModelAdmin):
    """Rows are looked at here; what changes them is a verb."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
