"""What somebody finds who comes by the link of a mail, or makes a guest's words his own."""

from collections.abc import Iterator

from django.http import HttpRequest

from discussion.models import State
from discussion.views.patterns.cast import ARTICLE, comment, line
from discussion.views.patterns.pattern import Pattern, pattern

AT = {"token": "sample"}


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    entry = {
        "line": line(comment(201, "Guest")),
        "article": ARTICLE,
        "out": True,
        "state": State.PUBLISHED.label,
        "may_edit": True,
        "may_withdraw": True,
    }
    told = "On the page that the link in a mail leads to."
    yield pattern(request, "mine", "A comment of one's own", told, "discussion/_mine.html", entry=entry, **AT)
    told, claims = "What was written without an account, under an address of one's own.", [("robin@example.org", 3)]
    yield pattern(request, "claims", "Comments to make one's own", told, "discussion/_claims.html", claims=claims)
