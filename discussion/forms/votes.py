from uuid import uuid4

from django import forms

from discussion.forms.guests import HumanForm


class PickForm(forms.Form):
    """1 picks, 0 takes it back."""

    value = forms.TypedChoiceField(choices=[(1, "1"), (0, "0")], coerce=int)


class VoteForm(forms.Form):
    """1 up, -1 down, 0 takes it back."""

    value = forms.TypedChoiceField(choices=[(1, "1"), (-1, "-1"), (0, "0")], coerce=int)


class FirstVoteForm(VoteForm, HumanForm):
    """The vote of who is not known: one button, which a person may well press at once."""

    fastest = 1
    value = forms.TypedChoiceField(choices=[(1, "1"), (-1, "-1")], coerce=int, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def asked(cls, value: str) -> "FirstVoteForm | None":
        """With what an address says is voted, if that can be."""
        return cls(initial={"value": value, "client_id": uuid4()}) if value in ("1", "-1") else None
