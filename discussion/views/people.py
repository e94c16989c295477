"""People: who they are, what they said, and not wanting to read it."""

import re
from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discussion.conversation.profile import Profile
from discussion.mentions import who_may_be_meant
from discussion.models import Reader, Voice
from discussion.muting import mute, unmute, voices_known_to
from discussion.views.access import guarded, log_in_first, reader_of
from discussion.views.subscriptions import number_in
from kit.redirects import SeeOther, own_page
from people.avatars import avatar
from people.models import User, handle_characters
from people.names import normal_handle

VERBS = {"1": mute, "0": unmute}


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    person = _find(handle)
    if person.handle != handle:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(_page_of(person) + query, permanent=True)
    profile = Profile.for_reader(reader_of(request), person, request.GET)
    return render(request, "discussion/person.html", {"person": person, "profile": profile})


def log_in_to_mute(request: HttpRequest, pk: int) -> HttpResponse:
    return log_in_first(request, _leads_to(request, _find_voice(reader_of(request), pk), otherwise="/"))


@require_POST
@guarded(anonymous=log_in_to_mute)
def muting(request: HttpRequest, pk: int) -> HttpResponse:
    by, voice = cast(User, request.user), _find_voice(reader_of(request), pk)
    verb = VERBS.get(request.POST.get("value", ""))
    if verb is None:
        return render(request, "400.html", {"reason": _("People are muted or unmuted, nothing else.")}, status=400)
    verb(by=by, voice=voice)
    return SeeOther(_leads_to(request, voice, otherwise=_page_of(by)))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """A piece of a page, for who writes “@” and a few letters; what is none of them finds nobody."""
    if not reader_of(request).known:
        raise PermissionDenied
    start, thread = request.GET.get("starts", ""), request.GET.get("thread", "")
    found = who_may_be_meant(start, number_in(thread) or None) if re.fullmatch(r"\w{2,30}", start) else []
    entries = [{"voice": voice, "avatar": avatar(str(voice.pk))} for voice in found]
    response = render(request, "discussion/_people.html", {"people": entries})
    response["Cache-Control"] = "private"
    return response


def _find(handle: str) -> User:
    try:
        handle_characters(normal_handle(handle))
    except ValidationError:
        raise Http404 from None
    return get_object_or_404(User.objects.select_related("voice"), handle=normal_handle(handle), is_active=True)


def _find_voice(reader: Reader, pk: int) -> Voice:
    return get_object_or_404(voices_known_to(reader).select_related("user"), pk=pk)


def _leads_to(request: HttpRequest, voice: Voice, otherwise: str) -> str:
    """The page that the button was on, if it is ours; or else the person's, whose voice it is; guests have none."""
    if voice.user and voice.user.is_active:
        otherwise = _page_of(voice.user)
    return own_page(request.POST.get("next", ""), otherwise=otherwise)


def _page_of(person: User) -> str:
    return reverse("discussion:person", args=[person.handle])
