from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discussion import moderating
from discussion.conversation import own_box
from discussion.conversation.line import permalink
from discussion.forms import PickForm
from discussion.views.access import back, by_script, find_comment, guarded, log_in_at_comment, reader_of
from people.models import User


@require_POST
@guarded(anonymous=log_in_at_comment)
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    form = PickForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", {"reason": _("A comment is picked, or the pick is taken back.")}, status=400)
    verb = moderating.pick if form.cleaned_data["value"] else moderating.unpick
    verb(comment=comment, by=cast(User, request.user))
    if by_script(request):
        return HttpResponse(own_box(reader, thread, find_comment(reader, pk)[1]))
    return back(request, permalink(thread, pk), comment)
