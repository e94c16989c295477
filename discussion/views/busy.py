"""What somebody reads whose post found the database held by others, in spite of all tries."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kit.contention import RETRY_AFTER


def try_later(request: HttpRequest, *, kept: bool) -> HttpResponse:
    """Nothing was changed. With `kept` what he sent stands in the page, to be sent again as it was, with the token that
    came with it: not for what has a password in it. Asks nothing of the database.
    """
    sent = [(name, value) for name, values in request.POST.lists() for value in values] if kept else []
    context = {
        "action": request.get_full_path(),
        "hidden": [(name, value) for name, value in sent if name != "source"],
        "texts": [value for name, value in sent if name == "source"],
        "kept": bool(sent),
    }
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store, private"
    return answer
