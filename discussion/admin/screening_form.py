"""The form of a rule, made of its Options."""

from dataclasses import Field, fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.models import Says
from discussion.screening.pipeline import InForce
from discussion.screening.rule import Mode

PREFIX = "option_"
LONGEST = 20_000


class RuleForm(forms.Form):
    """`one`: as it is set now. Its fields after the first two are those of the rule's Options."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode, widget=forms.RadioSelect)
    says = forms.ChoiceField(label=_("What it asks for"), widget=forms.RadioSelect)

    def __init__(self, one: InForce, data: Any = None) -> None:
        super().__init__(data, initial={"mode": one.mode, "says": one.says}, label_suffix="")
        self.one = one
        self.fields["says"].choices = [(says, says.label) for says in one.rule.may_say or [one.says]]  # type: ignore[attr-defined]
        for option in fields(one.options):
            self.fields[PREFIX + option.name] = _field(option)
            self.initial[PREFIX + option.name] = getattr(one.options, option.name)

    @property
    def as_set(self) -> InForce:
        """What a valid form says."""
        told = self.cleaned_data
        options = {option.name: told[PREFIX + option.name] for option in fields(self.one.options)}
        return InForce(self.one.rule, told["mode"], Says(told["says"]), self.one.rule.options(**options))


def _field(option: "Field[Any]") -> forms.Field:
    label = str(option.metadata["label"])
    label = label[:1].upper() + label[1:]
    if isinstance(option.default, bool):
        return forms.BooleanField(label=label, required=False)
    if isinstance(option.default, int):
        least, most = option.metadata["least"], option.metadata["most"]
        return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=_range(least, most))
    area = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return _Lines(label=label, required=False, max_length=LONGEST, widget=area, help_text=_("One a line."))


def _range(least: int, most: int) -> str:
    return str(_("From %(least)s to %(most)s.")) % {"least": least, "most": most}


class _Lines(forms.CharField):
    def to_python(self, value: Any) -> str:
        """Without what browsers put at the ends of lines, so that a form sent back unchanged changes nothing."""
        return "\n".join(str(super().to_python(value)).splitlines())
