from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.guests.joining import check_guest_name
from discussion.models import Voice
from discussion.screening.by_hand import FASTEST, made_by_hand, stamp
from people.names import normal_name

LONGEST_NAME = 60


class HumanForm(forms.Form):
    """For who is not logged in. A form that is refused gets a new stamp, and what was written is kept."""

    fastest = FASTEST
    judges = True  # itself; a comment is screened as a whole
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    made = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.judges and not made_by_hand(**self.by_hand, fastest=self.fastest):
            self.renew()
            self.add_error(None, _("That was too fast for a person. Please send it again."))
        return cleaned

    @property
    def by_hand(self) -> dict[str, Any]:
        """What a robot betrays itself by."""
        return {"made": self.cleaned_data.get("made", ""), "bait": self.cleaned_data.get("website", "")}

    def renew(self) -> None:
        self.data = {**dict(self.data.items()), "made": stamp(), "website": ""}


class GuestForm(HumanForm):
    """Who speaks without an account. Of somebody who has given an address before, his name alone."""

    judges = False

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Readers see it beside your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Nobody is shown it. We send a link there, so that nobody else can write under it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    remember = forms.BooleanField(label=_("Remember me on this device"), required=False)
    field_order = ("name", "email", "remember")

    def __init__(self, *arguments: Any, guest: Voice | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if guest and guest.email:
            del self.fields["email"]

    def clean_name(self) -> str:
        name = normal_name(self.cleaned_data["name"])
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(_("A name has at most %(count)d characters.") % {"count": LONGEST_NAME})
        check_guest_name(name)
        return name

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    @property
    def who(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "email": self.cleaned_data.get("email", "")}


class AddressForm(HumanForm):
    """Where a link is to be sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one that you gave when you commented."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()
