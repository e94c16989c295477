from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussion.conversation.line import line_of, permalink
from discussion.conversation.recourse import Recourse
from discussion.conversation.standing import Standing
from discussion.views.access import find_comment, reader_of


@require_safe
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a comment, and why: for its author and moderators, for others a 404."""
    reader = reader_of(request)
    thread, comment = find_comment(reader, pk)
    own = reader.speaks_as(comment.voice)
    if not (own or reader.moderates):
        raise Http404
    context = {
        "article": thread.article,
        "line": line_of(comment, thread=thread, reader=reader),
        "standing": Standing.of(comment, reader),
        "recourse": Recourse.of(comment) if own else None,
        "back": permalink(thread, comment.pk),
    }
    return render(request, "discussion/standing.html", context)
