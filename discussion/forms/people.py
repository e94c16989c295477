"""What moderators say when they act on a person."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models import Restriction, Rule

Kind = Restriction.Kind
FOR_EVER, OWN = "0", "own"
DURATIONS = (
    ("1", _("1 day")),
    ("3", _("3 days")),
    ("7", _("1 week")),
    ("30", _("1 month")),
    (FOR_EVER, _("for ever")),
    (OWN, _("until the day below")),
)
TOLD = _("The person reads this.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text=TOLD
    )


class DurationForm(ReasonForm):
    duration = forms.ChoiceField(label=_("How long"), choices=DURATIONS, initial="3")
    day = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("kind", "pattern", "duration", "day", "reason", "comments_too")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("duration") == OWN and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say until which day."))
        return cleaned

    @property
    def until(self) -> datetime | None:
        """None: for ever. A day counts to its end."""
        duration, day = self.cleaned_data["duration"], self.cleaned_data["day"]
        if duration == FOR_EVER:
            return None
        if day and duration == OWN:
            next_day = datetime(day.year, day.month, day.day) + timedelta(days=1)
            return timezone.make_aware(next_day)
        return timezone.now() + timedelta(days=int(duration))


class WarningForm(ReasonForm):
    rule = forms.ChoiceField(label=_("Rule"), choices=[("", _("none of them")), *Rule.choices], required=False)
    field_order = ("rule", "reason")


class RestrictionForm(DurationForm):
    """Of a person. What is asked of all kinds alike is asked once."""

    kind = forms.ChoiceField(label=_("What"), choices=[(kind.value, kind.label) for kind in Restriction.OF_VOICES])
    comments_too = forms.BooleanField(
        label=_("With a shadow ban, what is published already goes into the shadow too"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The person reads this, but for a shadow ban, which needs none."),
    )


class SuspensionForm(DurationForm):
    duration = forms.ChoiceField(
        label=_("How long"), choices=[one for one in DURATIONS if one[0] != FOR_EVER], initial="3"
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Only moderators read it. It goes when the person is erased."),
    )


class PatternForm(DurationForm):
    """Of whoever comes with such an address."""

    kind = forms.ChoiceField(
        label=_("What"),
        choices=[(kind.value, kind.label) for kind in (Kind.EMAIL, Kind.ADDRESS)],
        initial=Kind.EMAIL,
    )
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        help_text=_("*@example.org, where * stands for any characters; or 203.0.113.0/24, or 2001:db8::/48"),
    )
