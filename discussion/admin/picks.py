"""Picking from the list of comments, one or many; it asks for no reason and so for no page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from discussion.admin.decision import tell
from discussion.models import Comment
from discussion.moderating import Outcome, pick, unpick
from discussion.moderating.acts import MOST_AT_ONCE
from discussion.permissions import NotAllowed
from kit.redirects import SeeOther, own_page


@dataclass(frozen=True)
class Picking:
    name: str
    label: Any
    verb: Callable[..., None]


PICKING = {
    "pick": Picking("pick", _("Pick"), pick),
    "unpick": Picking("unpick", _("Take the pick back"), unpick),
}


def picking() -> dict[str, Any]:
    """As the admin wants its actions."""
    return {one.name: (_action(one), one.name, one.label) for one in PICKING.values()}


def _action(picking: Picking) -> Callable[[Any, HttpRequest, QuerySet[Comment]], HttpResponse]:
    def act(_model_admin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        outcome = Outcome(uuid4())
        for comment in queryset.order_by("pk")[:MOST_AT_ONCE]:
            try:
                picking.verb(comment=comment, by=request.user)
            except NotAllowed as refusal:
                outcome.passed_over[comment.pk] = str(refusal)
            else:
                outcome.done.append(comment.pk)
        tell(request, picking.label, outcome)
        return SeeOther(own_page(request.POST.get("next", ""), otherwise=request.get_full_path()))

    return act
