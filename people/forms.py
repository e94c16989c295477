from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people import names
from people.describing import plain_words
from people.models import User

GO, STAY = "go", "stay"


class DisplayNameForm(forms.Form):
    """What sign-up asks beside allauth's own fields; `user` is who has a name already and wants another."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        help_text=_("The name that readers see beside your comments."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    user: User | None = None

    def clean_display_name(self) -> str:
        name = names.normal_name(self.cleaned_data["display_name"])
        if self.user and self.user.display_name == name:
            return name
        names.check_name(name)
        if not (self.user and self.user.is_staff):
            names.check_not_reserved(name)
        names.check_not_of_staff(name, by=self.user)
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name", "name_skeleton"])


class AboutField(forms.CharField):
    """Counts characters as the writer does: a browser sends two for each line break."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return plain_words(str(super().to_python(value) or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser would cut pasted text off in silence. The server says how long it is.
        return {"rows": 5, "dir": "auto"}


class DescriptionForm(DisplayNameForm):
    """What somebody who has an account says of himself."""

    about = AboutField(
        label=_("About me"),
        required=False,
        max_length=500,
        help_text=_("A few words on your page, for anybody to read. Plain text, at most 500 characters."),
        error_messages={
            "max_length": ngettext_lazy(
                "This has at most %(limit_value)d character; yours has %(show_value)d.",
                "This has at most %(limit_value)d characters; yours has %(show_value)d.",
                "limit_value",
            )
        },
    )


class ClosingForm(forms.Form):
    comments = forms.ChoiceField(
        label=_("Your comments"),
        choices=[
            (STAY, _("They stay, under the name “Former reader”.")),
            (GO, _("They go too. Where others replied, an empty place is left.")),
        ],
        initial=STAY,
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone."))

    def clean_comments(self) -> bool:
        """Whether they go."""
        return bool(self.cleaned_data["comments"] == GO)
