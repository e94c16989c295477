from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussion.conversation.counted import Counted
from discussion.views.moderation_log import moderators_only


@require_safe
@moderators_only
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/numbers.html", {"counted": Counted.now()})
