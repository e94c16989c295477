from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import Rule
from discussion.moderating import ACTS
from discussion.moderating.acts import MOST_AT_ONCE


class DecisionForm(forms.Form):
    """What becomes of a comment, by which rule, and in whose words."""

    LONGEST = 1000

    act = forms.ChoiceField(choices=[(act.name, act.label) for act in ACTS.values()])
    rule = forms.ChoiceField(choices=Rule.choices, required=False)
    reason = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def complaint(self) -> str:
        """The first thing that is wrong with it, as a sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class BulkForm(DecisionForm):
    """The same, for many."""

    comments = forms.CharField(widget=forms.HiddenInput)
    ban = forms.BooleanField(required=False)

    def clean_ban(self) -> bool:
        """Of who is said to have done nothing wrong nobody is banned."""
        ban, act = self.cleaned_data["ban"], ACTS.get(self.cleaned_data.get("act", ""))
        if ban and act and not act.needs_reason:
            raise forms.ValidationError(_("Authors are banned only where their words are taken down."))
        return bool(ban)

    def clean_comments(self) -> list[int]:
        return ids_in(self.cleaned_data["comments"].split(","))


def ids_in(parts: list[str]) -> list[int]:
    """Raises ValidationError for what is no list of comments, or too long a one."""
    if len(parts) > MOST_AT_ONCE or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise forms.ValidationError(_("Choose the comments again."))
    return [int(part) for part in parts]
