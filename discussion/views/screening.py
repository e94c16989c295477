"""Every comment that somebody sends is screened here, before a verb takes a lock."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from discussion.forms import CommentForm, EditForm
from discussion.models import Comment, Says, Thread, Voice
from discussion.permissions import TooFast
from discussion.screening import Draft, Screened, keep, screen
from discussion.views.access import address_of, by_script, reader_of
from kit.contention import patiently


class LookAgain(Exception):
    """The form is to be shown again with a sentence for its writer; `insist`: sent once more, it goes to review."""

    def __init__(self, words: str, *, insist: bool) -> None:
        super().__init__(words)
        self.insist = insist

    def show_in(self, form: CommentForm | EditForm) -> None:
        words = str(self)
        if self.insist:
            words = _("%(objection)s If you send it again, a moderator reads it first.") % {"objection": words}
        form.add_error(None, words.strip())
        form.heeded = str(form.data.get("client_id", "1")) if self.insist else ""


def screened(
    request: HttpRequest, thread: Thread, form: CommentForm | EditForm, *, by: Voice | None = None, **about: Any
) -> Screened | None:
    """The verdict on what `form` sends, for the verb that makes it a comment; None for moderators, who are not
    screened. `by`: where it is not the reader himself; `about`: what else a Draft knows. Raises LookAgain, or TooFast;
    what it stopped is kept; that words were covered the next page says.
    """
    reader = reader_of(request)
    if reader.moderates:
        return None
    by = by or reader.guest or (reader.speaker if reader.signed_in else None)
    said: dict[str, Any] = {name: form.cleaned_data.get(name) for name in ("source", "client_id")}
    agent = request.headers.get("User-Agent", "")[:300]
    verdict = screen(Draft(thread=thread, by=by, address=address_of(request), agent=agent, **said, **about))
    if _heeded(request):
        verdict = verdict.heeded()
    _stop(verdict, about.get("comment"))
    if verdict.says == Says.PUBLISH and verdict.said and not by_script(request):
        messages.info(request, verdict.said)  # a page in place shows the covered words themselves
    return verdict


def _heeded(request: HttpRequest) -> bool:
    """Whether he was asked to look again at this very form: a script that sends several renews the id alone."""
    heeded = request.POST.get("heeded", "")
    return bool(heeded) and heeded == request.POST.get("client_id", heeded)


def _stop(verdict: Screened, comment: Comment | None) -> None:
    refused = verdict.says == Says.REFUSE and (verdict.door or verdict.wait or comment)
    if not refused and verdict.says != Says.NUDGE:
        return
    patiently(keep)(verdict)
    if verdict.wait and refused:
        raise TooFast(verdict.wait, verdict.said)
    words = verdict.said or _("Please look at your text again.")
    raise LookAgain(words, insist=not refused)
