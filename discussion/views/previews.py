"""How a text will look, before anybody else sees it: a post that changes nothing, so anybody may ask."""

from django.http import HttpRequest
from django.utils.safestring import SafeString

from discussion.forms import CommentForm, EditForm
from discussion.mentions import pages
from discussion.rendering import html_of_source


def asked(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" in request.POST and "log_in" not in request.POST


def form_of(request: HttpRequest, kind: type[CommentForm] = CommentForm) -> CommentForm | None:
    """The composer with its text kept; one of a stranger has no id, and gets one with the log-in."""
    if not asked(request):
        return None
    form = kind(request.POST)
    form.renew()
    form.errors.pop("client_id", None)
    return form


def html(request: HttpRequest, form: CommentForm | EditForm) -> SafeString | str:
    if asked(request) and form.is_bound and "source" not in form.errors:
        return html_of_source(form.cleaned_data["source"], pages)
    return ""
