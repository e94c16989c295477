"""What people are told of decisions about them, and what they can do against one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from discussion.conversation.recourse import Recourse
from discussion.forms import AnswerForm
from discussion.models import Appeal, Event, Notice, NoticeText, Rule, State
from discussion.notifications.decisions import Told
from discussion.notifications.notice_texts import HEADINGS, TEXTS, Value, filled
from discussion.views.patterns.cast import ADA, ARTICLE, BEGAN, FIRST, MOD, WORDS, comment, line, voice
from discussion.views.patterns.pattern import Pattern, pattern

REASON = "It calls somebody a fool."
DUE = BEGAN + timedelta(days=7)


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    about, told = "In the inbox of whom it concerns.", {"decision": decided(), "notice": Notice(pk=FIRST + 150)}
    yield pattern(request, "decided", "A decision", about, "discussion/_decided.html", told=told)
    open_, denied = (Recourse.after(appeal(150, outcome)) for outcome in (Appeal.Outcome.OPEN, Appeal.Outcome.DENIED))
    template = "discussion/_appeal.html"
    for anchor, about, recourse in (
        ("appeal", "What an author can do against a decision.", Recourse(True)),
        ("appeal-open", "He has done it.", open_),
        ("appeal-denied", "And got his answer.", denied),
    ):
        context = {"recourse": recourse, "appeal_url": "#"}
        yield pattern(request, anchor, "Appeal", about, template, **context)
    template = "moderation/_appeal.html"
    about = "At the desk: late, and to be answered."
    yield pattern(request, "appeal-card", "Appeal at the desk", about, template, card=card(151, overdue=True))
    about, own = "Of what one decided oneself.", card(152, why_not="You decided this yourself.")
    yield pattern(request, "appeal-own", "Appeal for others", about, template, card=own)
    about = "After it was answered."
    done = card(153, appeal=appeal(153, Appeal.Outcome.DENIED, decided_at=DUE))
    yield pattern(request, "appeal-done", "Appeal, decided", about, template, card=done)


def decided() -> Told:
    values = {
        "headline": Value(ARTICLE.headline),
        "comment": Value(WORDS),
        "rule": Value(str(Rule.ATTACK.label)),
        "reason": Value(REASON),
        "appeal": Value("Appeal", "#"),
    }
    kind = NoticeText.Kind.HIDDEN
    return Told(kind, str(HEADINGS[kind]), ARTICLE.headline, BEGAN, filled(str(TEXTS[kind]), values))


def appeal(number: int, outcome: Appeal.Outcome = Appeal.Outcome.OPEN, **fields: Any) -> Appeal:
    said = comment(number, ADA, state=State.HIDDEN)
    by = voice(MOD)
    decision = Event(kind=Event.Kind.HIDDEN, at=BEGAN, by=by, comment=said, reason=REASON, rule=Rule.ATTACK)
    answer = "It names him in the next line." if outcome == Appeal.Outcome.DENIED else ""
    text = "I quoted somebody.\nHe said it of himself."
    fields = {"deadline_at": DUE, "outcome": outcome, "answer": answer, **fields}
    return Appeal(pk=FIRST + number, decision=decision, voice=voice(ADA), text=text, at=BEGAN, **fields)


def card(number: int, **more: Any) -> dict[str, Any]:
    found = {
        "appeal": appeal(number),
        "line": line(comment(number, ADA, state=State.HIDDEN), reader=MOD),
        "article": ARTICLE,
        "overdue": False,
        "why_not": "",
        "form": AnswerForm(auto_id=f"answer-{number}-%s"),
        **more,
    }
    return {"may": not found["why_not"] and not found["appeal"].decided_at, **found}
