"""The appeals that wait for moderators, the most urgent first, and those that were decided."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from discussion.conversation.line import line_of
from discussion.forms import AnswerForm
from discussion.models import Appeal, Reader
from discussion.moderating import decide_appeal, may_decide
from discussion.moderating.appeals import decided_appeals, open_appeals, users_of
from discussion.permissions import NotAllowed
from discussion.views.desk.door import for_moderators
from kit.redirects import SeeOther
from people.models import User
from people.roles import ranks

ON_A_PAGE = 20


@for_moderators("GET", "HEAD")
def appeals(request: HttpRequest) -> HttpResponse:
    decided = request.GET.get("decided") == "1"
    found = decided_appeals() if decided else open_appeals()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "cards": _cards(page, cast(User, request.user)), "decided": decided}
    return render(request, "moderation/appeals.html", context)


@for_moderators("GET", "HEAD", "POST")
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(open_appeals() | decided_appeals(), pk=pk)
    if request.method != "POST":
        return _alone(request, one)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _alone(request, one, form, 422)
    user = cast(User, request.user)
    try:
        decide_appeal(appeal=one, granted=form.granted, answer=form.cleaned_data["answer"], by=user)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _alone(request, one, form, 403)
    return SeeOther(reverse("discussion:appeals"))


def _alone(request: HttpRequest, one: Appeal, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    (card,) = _cards([one], cast(User, request.user), form)
    return render(request, "moderation/appeal.html", {"card": card}, status=status)


def _cards(appeals: Iterable[Appeal], user: User, form: AnswerForm | None = None) -> list[dict[str, Any]]:
    appeals = list(appeals)
    standing = ranks({user.pk, *(pk for one in appeals for pk in users_of(one))})
    return [_card(one, user, standing, form) for one in appeals]


def _card(one: Appeal, user: User, standing: dict[int, int], form: AnswerForm | None) -> dict[str, Any]:
    may, comment = may_decide(user, one, standing), one.decision.comment
    return {
        "appeal": one,
        "line": line_of(comment, thread=comment.thread, reader=Reader(user)) if comment else None,
        "article": comment.thread.article if comment else None,
        "overdue": one.outcome == Appeal.Outcome.OPEN and one.deadline_at < timezone.now(),
        "may": bool(may),
        "why_not": may.reason if one.outcome == Appeal.Outcome.OPEN else "",
        "form": form or AnswerForm(auto_id=f"answer-{one.pk}-%s"),
    }
