"""Every part of the page in all its states, side by side, for those who design and write it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussion.views.patterns import (
    articles,
    comments,
    deciding,
    discussions,
    forms,
    log,
    mine,
    moderation,
    notifying,
    passages,
    people,
    reporting,
)

PARTS = (
    *(articles, forms, comments, discussions, passages, reporting, notifying, mine),
    *(moderation, log, deciding, people),
)


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    found = [shown for part in PARTS for shown in part.patterns(request)]
    return render(request, "patterns/page.html", {"patterns": found})
