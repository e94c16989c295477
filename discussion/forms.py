from typing import Any, ClassVar, Self
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from discussion.guests.joining import check_guest_name
from discussion.guests.robots import FASTEST, made_by_hand, stamp
from discussion.models import Comment, Subscription, Voice
from people.names import normal_name

LONGEST_NAME = 60


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
    source = CommentText()
    client_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Please send it again.")})

    @property
    def edit_minutes(self) -> int:
        """What the composer promises."""
        return settings.EDIT_MINUTES

    @classmethod
    def fresh(cls, source: str = "") -> "CommentForm":
        """A form to write in, with an id of its own: sent twice, it makes one comment."""
        return cls(initial={"source": source, "client_id": uuid4()})

    def renew(self) -> None:
        """Gives an id to a form that came without a usable one, so that it can be sent again."""
        if "client_id" in self.errors:
            self.data = {**dict(self.data.items()), "client_id": str(uuid4())}


class EditForm(forms.Form):
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


class HumanForm(forms.Form):
    """For who is not logged in. A form that is refused gets a new stamp, and what was written is kept."""

    fastest = FASTEST
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    made = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not made_by_hand(cleaned.get("made", ""), cleaned.get("website", ""), self.fastest):
            self.data = {**dict(self.data.items()), "made": stamp(), "website": ""}
            self.add_error(None, _("That was too fast for a person. Please send it again."))
        return cleaned


class GuestForm(HumanForm):
    """Who speaks without an account. Of somebody who has given an address before, his name alone."""

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
