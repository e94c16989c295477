from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.appealing import LONGEST


class AppealForm(forms.Form):
    """What the author says. The field is called as a comment's, so that a text waits for a log-in as those do."""

    source = forms.CharField(
        label=_("Why is the decision wrong?"),
        max_length=LONGEST,
        help_text=_("Another moderator than the one who decided reads it."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Say why the decision is wrong.")},
    )


class AnswerForm(forms.Form):
    """What a moderator decides on an appeal, by which of the two buttons he presses, and what the author is told."""

    GRANT, DENY = "grant", "deny"

    do = forms.ChoiceField(
        choices=[(GRANT, GRANT), (DENY, DENY)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Grant it or deny it.")),
    )
    answer = forms.CharField(
        label=_("Answer to the author"),
        max_length=LONGEST,
        required=False,
        help_text=_("A no needs one. Your name is not told."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    @property
    def granted(self) -> bool:
        return bool(self.cleaned_data["do"] == self.GRANT)
