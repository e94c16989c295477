"""What moderators fill in about a discussion."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.models import Thread
from discussion.moderating.threads import SET

LONGEST_REASON = 1000


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, help_text=_("Kept in the log.")
    )


class ThreadForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, help_text=_("Kept in the log.")
    )

    class Meta:
        model = Thread
        fields: ClassVar = SET


class UndoForm(forms.Form):
    undo = forms.UUIDField()
