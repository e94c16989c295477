"""How people ask to be told of what is said, and how they are."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from discussion.conversation.told import told_words
from discussion.forms import NotifyForm
from discussion.models import Mail, Notice, Subscription
from discussion.views.inbox import excerpt
from discussion.views.patterns.cast import ADA, ARTICLE, BEGAN, ELIN, FIRST, MOD, THREAD, YOU, comment, line, voice
from discussion.views.patterns.pattern import Pattern, pattern
from people.avatars import avatar

Kind, Pace = Subscription.Kind, Subscription.Pace


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    yield notify(request, "Notify of", "Below the composer.", "notify-member", user=YOU)
    told = "It leads to a page that asks for an address, or to the log-in."
    yield notify(request, "Notify of, to a guest", told, "notify-guest", user=AnonymousUser())
    told = told_words(Kind.THREAD, Pace.DAILY)
    yield notify(
        request, "Notify of, chosen", "What stands, and where to change it.", "notify-told", told=told, user=YOU
    )
    form = NotifyForm({"kind": "", "pace": Pace.HOURLY}, auto_id="choices_%s")
    yield pattern(request, "choices", "Choices", "One thing out of a few.", "patterns/_choices.html", form=form)
    told = "In the inbox: new, and seen."
    notices = [notice(101), notice(103, "mention"), notice(102, "thread", "closed twice", seen_at=BEGAN)]
    yield pattern(request, "notices-inbox", "Notices", told, "patterns/_inbox.html", notices=notices)
    told, rows = "Of a discussion, of one comment, of mentions, and muted.", subscriptions()
    template = "patterns/_subscriptions.html"
    yield pattern(request, "subscriptions", "Subscriptions", told, template, rows=rows, paces=Pace.choices)
    told, people = "While somebody writes “@” and a few letters.", [voice(ADA), voice(ELIN), voice(MOD)]
    entries = [{"voice": one, "avatar": avatar(str(one.pk))} for one in people]
    yield pattern(request, "people", "Whom one may mean", told, "discussion/_people.html", people=entries)
    told, sent = "In the outbox that staff looks at.", Mail(sent_at=BEGAN)
    yield pattern(request, "mail", "State of a mail", told, "discussion/_mail_state.html", mail=sent)


def notify(request: HttpRequest, heading: str, about: str, name: str, **context: Any) -> Pattern:
    context |= {"article": ARTICLE, "thread": THREAD, "prefix": name}
    return pattern(request, f"p-{name}", heading, about, "discussion/_notify.html", **context)


def notice(number: int, reason: str = "mine", passage: str = "", **fields: Any) -> dict[str, Any]:
    said = comment(number)
    row = Notice(pk=FIRST + number, comment=said, reason=reason, **fields)
    return {"notice": row, "line": line(said), "article": ARTICLE, "passage": passage, "excerpt": excerpt(said)}


def subscriptions() -> list[dict[str, Any]]:
    you = voice(YOU)
    about = (
        (Kind.THREAD, ""),
        (Kind.BRANCH, ADA.display_name),
        (Kind.MENTION, ""),
        (Kind.REVIEW, ""),
        (Kind.MUTED, ""),
    )
    made = [
        Subscription(
            pk=FIRST + place, voice=you, thread=None if kind in (Kind.MENTION, Kind.REVIEW) else THREAD, kind=kind
        )
        for place, (kind, _name) in enumerate(about)
    ]
    return [{"subscription": one, "name": name} for one, (_kind, name) in zip(made, about, strict=True)]
