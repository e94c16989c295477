"""Reporting a comment, and what its author is told of how it stands."""

from collections.abc import Iterator

from django.http import HttpRequest

from discussion.conversation.standing import WORDS as STANDINGS
from discussion.conversation.standing import Standing
from discussion.forms import FirstReportForm, ReportForm
from discussion.models import Rule, State
from discussion.views.patterns.cast import BEGAN, comment, line
from discussion.views.patterns.pattern import Pattern, pattern


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    form = ReportForm(initial={"rule": Rule.PRIVATE, "note": "It says where they live.", "wording": 0})
    yield report(request, "report", "Reporting a comment", "With what he said before.", form)
    form = FirstReportForm({"note": "Look", "wording": "0"})
    yield report(request, "report-mistake", "Reporting without an account", "With nothing chosen, and too fast.", form)
    words, told = str(STANDINGS[State.REFUSED]), "To its author, with the rule and the moderator’s words."
    stands = Standing(State.REFUSED, words, BEGAN, str(Rule.PRIVATE.label), "It gives the address of a family.")
    template = "discussion/_standing.html"
    yield pattern(request, "standing", "What became of a comment", told, template, standing=stands)


def report(request: HttpRequest, anchor: str, heading: str, about: str, form: ReportForm) -> Pattern:
    form.auto_id = f"{anchor}_%s"
    context = {"line": line(comment(71)), "form": form, "known": not isinstance(form, FirstReportForm), "back": "#"}
    return pattern(request, anchor, heading, about, "discussion/_report.html", **context)
