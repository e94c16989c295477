"""Everything that is kept of somebody, to take along: for programs, and to read."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discussion.exporting import Person, as_json, export_of
from discussion.guests.claiming import claimable
from discussion.guests.keys import voices_of
from discussion.views.mine import NO_TOKEN, View, by_address
from people.models import User

TITLES = {
    "account": _("Your account"),
    "addresses": _("E-mail addresses"),
    "second_steps": _("Second steps of logging in"),
    "sessions": _("Where you are logged in"),
    "names": _("Names that you spoke under"),
    "browsers": _("Browsers that speak as you"),
    "comments": _("Comments"),
    "earlier_wordings": _("How comments read before they were edited"),
    "questions": _("What you asked readers of an article"),
    "votes": _("Votes"),
    "reports": _("What you reported"),
    "subscriptions": _("What you are told of"),
    "inbox": _("Inbox"),
    "mails": _("Mails to you"),
    "muted": _("People whom you muted"),
    "visits": _("Discussions that you visited"),
    "events": _("What happened to your comments"),
    "appeals": _("Your appeals"),
    "screening": _("What screening said of your comments"),
    "restrictions": _("What keeps you from taking part"),
    "articles": _("Articles"),
    "texts_saved": _("Texts of articles that you saved"),
    "admin_log": _("What you did in the admin"),
}


def of_his_own(view: View) -> View:
    """Behind the password, as what concerns the safety of the account."""
    asked: View = reauthentication_required(app="allauth.account")(view)
    return never_cache(require_safe(login_required(asked)))


@of_his_own
def export(request: HttpRequest) -> HttpResponse:
    context = {"claims": claimable(cast(User, request.user)).items()}
    return render(request, "discussion/export_ask.html", context)


@of_his_own
def as_data(request: HttpRequest) -> HttpResponseBase:
    return _data(Person.of_user(cast(User, request.user)))


@of_his_own
def as_page(request: HttpRequest) -> HttpResponse:
    return _page(request, Person.of_user(cast(User, request.user)))


@require_safe
@by_address
def guests_data(request: HttpRequest, token: str, email: str) -> HttpResponseBase:
    return _data(Person.of_voices(voices_of(email)))


@require_safe
@by_address
def guests_page(request: HttpRequest, token: str, email: str) -> HttpResponse:
    return _page(request, Person.of_voices(voices_of(email)))


def _data(person: Person) -> HttpResponseBase:
    name = f"broadsheet-{timezone.now():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(as_json(person), content_type="application/json", headers=headers)


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    """Sections with something in them, each row as words and what stands for them."""
    tables = [(TITLES[name], [_readable(row) for row in rows]) for name, rows in export_of(person)]
    shown = [(title, rows) for title, rows in tables if rows]
    context = NO_TOKEN | {"tables": shown, "made": timezone.now()}
    return render(request, "discussion/export.html", context)


def _readable(row: dict[str, object]) -> list[tuple[str, object]]:
    return [(key.replace("_", " "), value) for key, value in row.items() if value not in ("", None, [])]
