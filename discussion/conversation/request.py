from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from discussion.conversation.cursor import Cursor, column_value
from discussion.ranking import NEWEST_FIRST, SORTS, Sort


class BadView(BadRequest):
    """The address asks for a view that does not exist; carries a sentence for whoever followed it."""


@dataclass(frozen=True)
class View:
    """What an address asks to see of a discussion: in which order, and from where on."""

    sort: Sort
    after: Cursor | None = None
    picks: bool = False  # of the editors alone, newest first whatever the order
    feedback: bool = False  # what hangs on passages alone, in the order of the text
    back: int = 0  # the passage that he came from, and goes back to

    @classmethod
    def default(cls) -> Self:
        return cls(SORTS[settings.DEFAULT_SORT])

    @classmethod
    def asked(cls, query: QueryDict) -> Self:
        """From a query string; a parameter that stands twice counts as it stands last. Raises BadView."""
        name = query.get("sort", settings.DEFAULT_SORT)
        if name not in SORTS:
            raise BadView(_("Comments cannot be sorted that way."))
        sort, feedback = SORTS[name], query.get("feedback") == "1"
        picks = query.get("picks") == "1" and not feedback
        place = query.get("after", "")
        if not place:
            return cls(sort, None, picks, feedback, _number(query.get("from", "")))
        try:
            after = Cursor.parse(str(place))
            if not feedback:
                column_value(NEWEST_FIRST if picks else sort.roots, after)
        except ValueError:
            raise BadView(_("This address does not lead to a page of comments.")) from None
        return cls(sort, after, picks, feedback)

    def query(self, after: Cursor | None = None) -> str:
        """The query string of this view from `after` on; empty for the default view's beginning."""
        fields = {}
        if self.sort.name != settings.DEFAULT_SORT:
            fields["sort"] = self.sort.name
        if self.picks:
            fields["picks"] = "1"
        if self.feedback:
            fields["feedback"] = "1"
        if after:
            fields["after"] = str(after)
        return "?" + urlencode(fields) if fields else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
