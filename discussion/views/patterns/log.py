"""What moderators did, and the numbers of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from discussion.conversation.counted import Split, Table
from discussion.conversation.log import Asked, Log, Logged
from discussion.views.patterns.cast import ADA, ARTICLE, BEGAN, MOD, voice
from discussion.views.patterns.pattern import Pattern, pattern
from kit.charts import columns, stacked

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    told, rows = "With a rule, undone since, and of a discussion.", public_rows()
    yield pattern(request, "logged", "In the public log", told, "patterns/_log.html", rows=rows, log=log(rows))
    told, rows = "With names and words; what was done together is undone together.", full_rows()
    yield pattern(request, "logged-all", "In the moderators’ log", told, "patterns/_log.html", rows=rows, full=True)
    values = [0, 1, 3, 12, 7, 0, 2]
    days = [(f"{place + 1} May", value) for place, value in enumerate(values)]
    table = Table("sample-days", "Decisions in 7 days", "Day from", days, columns(values))
    yield pattern(request, "columns", "Columns", "Drawn by the server.", "moderation/_columns.html", table=table)
    parts = [[5, 12, 3, 1], [0, 0, 0, 0], [1, 0, 1, 0]]
    named = zip(("Attacks a person", "Spam", LONG), parts, strict=True)
    made = [(what, part, sum(part), stacked(part, 21)) for what, part in named]
    split = Split("sample-reports", "Reports, by reason", ["Open", "Taken down", "Stays", "Gone"], made)
    yield pattern(request, "split", "Rows of parts", "Bars within a table.", "moderation/_split.html", split=split)


def log(rows: list[Logged]) -> Log:
    return Log(Asked("", ARTICLE, None), [("hidden", "Hidden"), ("refused", "Rejected")], rows, next=1)


def public_rows() -> list[Logged]:
    place = ARTICLE.get_absolute_url()
    return [
        logged(1, rule="Attacks a person", article=ARTICLE, address=place),
        logged(2, undone=True, article=ARTICLE, address=place, reason=LONG),
        logged(3, what="Discussion closed", article=ARTICLE),
        logged(4, what="Suspended"),
    ]


def full_rows() -> list[Logged]:
    about, batch = voice(ADA), UUID(int=1)
    shown: dict[str, Any] = {
        "article": ARTICLE,
        "address": ARTICLE.get_absolute_url(),
        "by": MOD.display_name,
        "about": about,
    }
    return [
        logged(1, reason="Off the subject.", batch=batch, together=200, may_undo=True, **shown),
        logged(2, reason="<b>Words</b> of a moderator.", batch=batch, may_undo=True, **shown),
        logged(3, undone=True, rule="Spam or advertising", **shown),
    ]


def logged(hour: int, what: str = "Hidden", *, undone: bool = False, **fields: Any) -> Logged:
    fields = {"rule": "", "reason": "", "by": "a moderator", **fields}
    return Logged(at=BEGAN + timedelta(hours=hour), what=what, undone=undone, **fields)
