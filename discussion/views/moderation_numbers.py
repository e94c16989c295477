from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from discussion.conversation.counted import Counted
from discussion.views.desk.door import for_moderators


@for_moderators("GET", "HEAD")
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/numbers.html", {"counted": Counted.now()})
