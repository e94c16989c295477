from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from discussion.models import Comment, Passage, Thread


class CommentText(forms.CharField):
    """Counts characters as the writer does: a browser sends two for each line break."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("What would you add?"),
            max_length=Comment.LONGEST,
            strip=False,
            error_messages={
                "required": _("Write something first."),
                "max_length": ngettext_lazy(
                    "A comment has at most %(limit_value)d character; this one has %(show_value)d.",
                    "A comment has at most %(limit_value)d characters; this one has %(show_value)d.",
                    "limit_value",
                ),
            },
            **options,
        )

    def to_python(self, value: object) -> str:
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text.rstrip().lstrip("\n") if text.strip() else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser would cut pasted text off in silence. The server says how long it is.
        return {"rows": 3, "placeholder": _("Tell us what the article missed, or what you know first-hand.")}


class CommentForm(forms.Form):
    heeded = ""  # its id, where its writer was asked to look again: sent with it once more, it goes to review
    source = CommentText()
    client_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Please send it again.")})

    @property
    def edit_minutes(self) -> int:
        """What the composer promises."""
        return settings.EDIT_MINUTES

    @classmethod
    def fresh(cls, source: str = "", client_id: str | None = None) -> "CommentForm":
        """A form to write in, with an id of its own: sent twice, it makes one comment."""
        return cls(initial={"source": source, "client_id": client_id or uuid4()})

    @classmethod
    def again(cls, posted: Mapping[str, str]) -> "CommentForm":
        """With what a page sent that carries no token, on a page that does."""
        return cls.fresh(posted.get("source", ""))

    def refused(self, refusal: Exception) -> None:
        """The page says why by itself, where nobody may post."""

    def back(self, thread: Thread) -> str:
        """Where one goes who does not want to, if there is a link for that."""
        return ""

    def passage_in(self, thread: Thread) -> Passage | None:
        """That it is about, where that stands in the discussion already. At most one query."""
        return None

    def renew(self) -> None:
        """Gives an id to a form that came without a usable one, so that it can be sent again."""
        if "client_id" in self.errors:
            self.data = {**dict(self.data.items()), "client_id": str(uuid4())}


class EditForm(forms.Form):
    heeded = ""  # as in CommentForm, but for the id
    source = CommentText()
    wording = forms.IntegerField(
        min_value=0,
        max_value=30_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Please send it again.")),
    )

    @classmethod
    def of(cls, comment: Comment, source: str = "") -> "EditForm":
        return cls(initial={"source": source or comment.source, "wording": comment.wording_count})

    def rebase(self, comment: Comment) -> None:
        """Lets the same text be sent again, now in place of the words that `comment` has meanwhile."""
        self.data = {**dict(self.data.items()), "wording": str(comment.wording_count)}
