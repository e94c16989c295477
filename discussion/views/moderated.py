"""One person as moderators see him, with all that they can do about him."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.conversation.line import line_of
from discussion.forms.people import NoteForm, RestrictionForm, SuspensionForm, WarningForm
from discussion.models import Comment, Event, Report, Restriction, Voice
from discussion.models.voice import RECORDED
from discussion.moderating import (
    lift_restriction,
    lift_suspension,
    may_undo,
    note,
    restrict,
    suspend_person,
    undo,
    warn_person,
)
from discussion.permissions import NotAllowed
from discussion.views.access import reader_of
from discussion.views.desk.door import for_moderators, may_suspend
from discussion.views.subscriptions import number_in
from kit.redirects import SeeOther
from people.models import User

LATEST = 20
DECISIONS = 50


@dataclass(frozen=True)
class ActOnPerson:
    """A form of the page, and the verb that what it holds goes to."""

    name: str
    label: Any
    button: Any
    form: type[forms.Form]
    verb: Callable[[Voice, User, Any], object]
    of_users: bool = False
    suspends: bool = True  # it takes the permission to suspend people


def _warn(voice: Voice, by: User, form: Any) -> None:
    warn_person(voice=voice, by=by, reason=form.cleaned_data["reason"], rule=form.cleaned_data["rule"])


def _restrict(voice: Voice, by: User, form: Any) -> None:
    told = form.cleaned_data
    restrict(
        kind=Restriction.Kind(told["kind"]),
        voice=voice,
        by=by,
        reason=told["reason"],
        until=form.until,
        comments_too=told["comments_too"],
    )


def _suspend(voice: Voice, by: User, form: Any) -> None:
    suspend_person(voice=voice, by=by, reason=form.cleaned_data["reason"], until=form.until)


def _note(voice: Voice, by: User, form: Any) -> None:
    note(about=voice, by=by, text=form.cleaned_data["text"])


ACTS = {
    act.name: act
    for act in (
        ActOnPerson("note", gettext_lazy("A note"), gettext_lazy("Note"), NoteForm, _note, suspends=False),
        ActOnPerson("warn", gettext_lazy("A warning"), gettext_lazy("Warn"), WarningForm, _warn),
        ActOnPerson("restrict", gettext_lazy("A restriction"), gettext_lazy("Restrict"), RestrictionForm, _restrict),
        ActOnPerson(
            "suspend",
            gettext_lazy("A suspension: no log-in until then"),
            gettext_lazy("Suspend"),
            SuspensionForm,
            _suspend,
            of_users=True,
        ),
    )
}


@for_moderators("GET", "HEAD", "POST")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    voice = get_object_or_404(Voice.objects.select_related("user"), pk=pk)
    if request.method != "POST":
        return _page(request, voice)
    act = ACTS.get(request.POST.get("do", ""))
    if not may_suspend(request) and (act is None or act.suspends):
        raise PermissionDenied
    form = act.form(request.POST, auto_id=f"{act.name}_%s") if act else None
    if act and form and not form.is_valid():
        return _page(request, voice, act, form, status=422)
    try:
        if act:
            act.verb(voice, cast(User, request.user), form)
        else:
            _take_back(request, voice)
    except NotAllowed as refusal:
        if form is None:
            raise
        form.add_error(None, str(refusal))
        return _page(request, voice, act, form, status=403)
    messages.success(request, _("Done."))
    return SeeOther(request.path)


def _take_back(request: HttpRequest, voice: Voice) -> None:
    """What has a button and no form. What is not there any more is none to take back."""
    by, done = cast(User, request.user), request.POST.get("do", "")
    if done == "lift":
        number = number_in(request.POST.get("restriction", ""))
        lift_restriction(restriction=get_object_or_404(voice.restrictions, pk=number), by=by)
    elif done == "let_in":
        lift_suspension(voice=voice, by=by)
    elif done == "undo":
        batch = _uuid(request.POST.get("batch", ""))
        get_object_or_404(Event.objects.filter(about=voice, batch=batch)[:1])
        for why in undo(batch, by=by).passed_over.values():
            messages.warning(request, why)
    else:
        raise NotAllowed(_("This cannot be asked for."))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _page(
    request: HttpRequest,
    voice: Voice,
    act: ActOnPerson | None = None,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """`act` with `form` is the one that came back."""
    record = voice.record()
    context = {
        "voice": voice,
        "record": record,
        "said_more": RECORDED if sum(record.values()) == RECORDED else 0,
        "against": _counted(Report.objects.filter(comment__in=voice.newest().values("pk"))),
        "made": _counted(Report.objects.filter(voice=voice)),
        "standing": voice.restrictions.filter(lifted_at=None).select_related("by").order_by("pk"),
        "notes": voice.notes.select_related("by"),
        "decisions": _decisions(voice, cast(User, request.user)),
        "remarks": _latest(request, voice),
        "may_suspend": may_suspend(request),
        "acts": [
            (one, form if act == one else one.form(auto_id=f"{one.name}_%s"))
            for one in ACTS.values()
            if (voice.user or not one.of_users) and (may_suspend(request) or not one.suspends)
        ],
    }
    return render(request, "moderation/person.html", context, status=status)


def _counted(reports: Any) -> list[tuple[str, int]]:
    rows = reports.order_by().values_list("outcome").annotate(count=Count("pk")).order_by("outcome")
    return [(str(Report.Outcome(outcome).label), count) for outcome, count in rows]


def _decisions(voice: Voice, by: User) -> list[tuple[Event, bool, bool]]:
    """Each with whether it is undone, and can be from here: what was done together has one button."""
    kinds = (Event.Kind.POSTED, Event.Kind.EDITED, Event.Kind.WITHDRAWN, Event.Kind.RETURNED, Event.Kind.CONFIRMED)
    about = Event.objects.filter(about=voice).exclude(kind__in=kinds).select_related("by", "undone_by")
    return list(_with_buttons(about.order_by("-pk")[:DECISIONS], by))


def _with_buttons(events: Iterable[Event], by: User) -> Iterable[tuple[Event, bool, bool]]:
    offered = set()
    for event in events:
        offers = event.batch not in offered and event.batch is not None and may_undo([event], by)
        if offers:
            offered.add(event.batch)
        yield event, hasattr(event, "undone_by"), offers


def _latest(request: HttpRequest, voice: Voice) -> list[tuple[Comment, Any]]:
    reader = reader_of(request)
    said = Comment.objects.visible_to(reader).filter(voice=voice).with_voices().select_related("thread__article")
    return [
        (comment, line_of(comment, thread=comment.thread, reader=reader)) for comment in said.order_by("-pk")[:LATEST]
    ]
