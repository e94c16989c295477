"""What moderators work with."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from discussion.conversation.card import Author, Card
from discussion.conversation.line import Onward
from discussion.conversation.screened import Answer, Screening
from discussion.models import Event, Note, Report, Restriction, Rule, Says, State
from discussion.moderating import ACTS
from discussion.moderating.done import Done
from discussion.views.desk.desk import Entry
from discussion.views.desk.door import Desk
from discussion.views.patterns.cast import ADA, BEGAN, ELIN, FIRST, MOD, comment, line, voice
from discussion.views.patterns.pattern import Pattern, pattern

ANSWERS = [
    Answer("Held by Links", "3 links, 2 are allowed.", "0.4", objected=True, shadow=False),
    Answer(
        "Shouting would have asked its writer to look again", "82% are capitals.", "0.2", objected=True, shadow=True
    ),
    Answer("Let through by Repetition", "", "2", objected=False, shadow=False),
]


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    place = Desk(request)
    told, said = "Most urgent first; one is in focus, one is before somebody else.", comment(301, report_count=2)
    entries = [entry(said, current=True), entry(comment(302, ELIN, state=State.HELD), holder="Mod Okoye")]
    shown: dict[str, Any] = {"place": place, "entries": entries}
    yield pattern(request, "queue", "A queue", told, "moderation/_list.html", **shown)
    told = "A comment with all that helps to decide about it."
    yield pattern(request, "card", "In focus", told, "moderation/_card.html", place=place, card=card())
    told = "With an objection of a rule in force, one in shadow, and words that were covered."
    yield pattern(request, "screened", "What rules said", told, "moderation/_screening.html", screening=screening())
    told, fine = "Where no rule objected.", replace(screening(), answers=[ANSWERS[-1]], original="")
    yield pattern(request, "screened-fine", "Nothing to say", told, "moderation/_screening.html", screening=fine)
    told = "On each page of moderators."
    yield pattern(request, "places", "Their pages", told, "moderation/_places.html")
    told, last = "For ten seconds; then it is quiet.", done()
    yield pattern(request, "last-act", "What was done last", told, "moderation/_last.html", place=place, last=last)
    told = "Below the list."
    yield pattern(request, "review-mails", "Mails", told, "moderation/_mails.html", paces=[("daily", "once a day")])
    yield pattern(request, "desk-keys", "Keys", "With script alone.", "moderation/_keys.html")


def entry(said: Any, *, current: bool = False, holder: str = "") -> Entry:
    return Entry(said, "#", said.source[:110], "2 hours", "4 March 2026", holder, current)


def card() -> Card:
    said, answered = comment(303), comment(304, ELIN)
    return Card(
        comment=said,
        line=line(said),
        parent=line(answered),
        passage=Onward("#", "both times the ferry ran"),
        author=author(),
        reports=[Report(comment=said, voice=voice(ELIN), rule=Rule.ATTACK, note="He means me.", at=BEGAN)],
        events=[Event(kind=Event.Kind.RESTORED, by=voice(MOD), at=BEGAN, reason="It was a quotation.")],
        acts=[ACTS[name] for name in ("keep", "refuse", "hide", "spam")],
        picking="pick",
        objection="",
        holder="",
        rule=Rule.ATTACK,
        screening=replace(screening(), original=""),
    )


def screening() -> Screening:
    sent = "That drat ferry again: see https://example.org/1, /2 and /3"
    return Screening(str(Says.HOLD.label), BEGAN, 0, ANSWERS, sent, "2.6")


def author() -> Author:
    mod = voice(MOD)
    return Author(
        record={str(State.PUBLISHED.label): 41, str(State.HIDDEN.label): 2},
        heard_at=BEGAN,
        reported=3,
        restrictions=[Restriction(kind=Restriction.Kind.REVIEW, voice=voice(ADA), by=mod, reason="Twice in a week.")],
        suspended_until=None,
        notes=[Note(about=voice(ADA), by=mod, text="Was asked to stay with the subject.", at=BEGAN)],
    )


def done() -> Done:
    event = Event(pk=FIRST, kind=Event.Kind.HIDDEN, comment=comment(305), at=BEGAN)
    return Done(UUID(int=FIRST), event, 1, 0)
