from typing import ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.forms.guests import HumanForm
from discussion.models import Subscription

NOTHING = "nothing"


class PaceForm(forms.Form):
    """How soon. What comes without an answer gets the one that stands, or the first."""

    pace = forms.ChoiceField(
        label=_("How often"),
        choices=Subscription.Pace.choices,
        initial=Subscription.Pace.AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )

    def pace_or(self, standing: Subscription | None) -> Subscription.Pace:
        said = self.cleaned_data["pace"] or (standing.pace if standing else "")
        return Subscription.Pace(said or Subscription.Pace.AT_ONCE)


class NotifyForm(PaceForm):
    """Of what in a discussion."""

    KINDS = (Subscription.Kind.THREAD, Subscription.Kind.MINE)
    CHOICES = (
        (Subscription.Kind.THREAD, _("new follow-up comments")),
        (Subscription.Kind.MINE, _("new replies to my comments")),
        (NOTHING, _("nothing")),
    )
    WHICH: ClassVar = dict.fromkeys(("required", "invalid_choice"), _("Choose what you want to be told of."))

    kind = forms.ChoiceField(
        label=_("Notify of"),
        choices=CHOICES,
        initial=Subscription.Kind.THREAD,
        widget=forms.RadioSelect,
        error_messages=WHICH,
    )

    @classmethod
    def asked(cls, kind: str) -> Self:
        """With what an address says is chosen, if that can be chosen."""
        return cls(initial={"kind": kind} if kind in (*cls.KINDS, NOTHING) else None)

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        return cls(initial={"kind": subscription.kind, "pace": subscription.pace})


class ListenForm(HumanForm):
    """Of whom nobody knows where he can be reached."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Never shown. We send you a link to confirm it, and nothing else before you have opened that."),
        error_messages={"required": _("Where should the mails go?")},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ListenToCommentForm(PaceForm, ListenForm):
    """Who wants to be told of replies to one comment."""


class ListenToThreadForm(NotifyForm, ListenForm):
    """Who wants to be told of what is said in a discussion. Nothing he is told already."""

    kind = forms.ChoiceField(
        label=_("Notify of"),
        choices=[(kind, words) for kind, words in NotifyForm.CHOICES if kind != NOTHING],
        initial=Subscription.Kind.THREAD,
        widget=forms.RadioSelect,
        error_messages=NotifyForm.WHICH,
    )
