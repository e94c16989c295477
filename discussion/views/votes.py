from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discussion.conversation.line import permalink
from discussion.forms import VoteForm
from discussion.views.access import back, by_script, find_comment, guarded, log_in_at_comment, reader_of
from discussion.voting import cast_vote, retract_vote


@require_POST
@guarded(anonymous=log_in_at_comment)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", {"reason": _("A vote is up, down, or taken back.")}, status=400)
    value = form.cleaned_data["value"]
    if value:
        cast_vote(comment=comment, by=reader.voice, value=value)
    else:
        retract_vote(comment=comment, by=reader.voice)
    if by_script(request):
        return HttpResponse(status=204)
    return back(request, permalink(thread, comment.pk), comment)
