from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from discussion.forms.guests import HumanForm
from discussion.models import Comment, Report, Rule

LONGEST_NOTE = 500


class ReportForm(forms.Form):
    """What is wrong with a comment, as it read when the form was opened."""

    rule = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what is wrong with it.")),
    )
    note = forms.CharField(
        label=_("Anything a moderator should know"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={
            "max_length": ngettext_lazy(
                "A note has at most %(limit_value)d character; this one has %(show_value)d.",
                "A note has at most %(limit_value)d characters; this one has %(show_value)d.",
                "limit_value",
            )
        },
    )
    wording = forms.IntegerField(
        min_value=0,
        max_value=30_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Please send it again.")),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["note"].widget.attrs.pop("maxlength", None)  # a browser would cut a pasted note off in silence

    @classmethod
    def about(cls, comment: Comment, standing: Report | None = None) -> "ReportForm":
        """With what he has said of it before."""
        said = {"rule": standing.rule, "note": standing.note} if standing else {}
        return cls(initial={**said, "wording": comment.wording_count, "client_id": uuid4()})

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n").replace("\r", "\n")

    def rebase(self, comment: Comment) -> None:
        """Lets the same be sent again, about the words that `comment` has now."""
        self.data = {**dict(self.data.items()), "wording": str(comment.wording_count)}


class FirstReportForm(ReportForm, HumanForm):
    """Of who is not known."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Please send it again.")})

    def rebase(self, comment: Comment) -> None:
        """Gives an id, too, to a form that came without a usable one."""
        super().rebase(comment)
        if "client_id" in self.errors:
            self.data = {**dict(self.data.items()), "client_id": str(uuid4())}
