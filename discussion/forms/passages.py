from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from discussion.forms.comments import CommentForm
from discussion.models import Passage, Thread
from discussion.passages import Chosen


class PassageForm(CommentForm):
    """A comment with the words of the article that it hangs on. Which these are a script knows, or the reader says."""

    quote = forms.CharField(
        label=_("The words that you mean"),
        help_text=_("Take away what you do not mean; what is left must stand in the text just so."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Which words do you mean?")},
        strip=True,
    )
    block = forms.IntegerField(min_value=1, max_value=10**6, required=False, widget=forms.HiddenInput)
    before = forms.CharField(max_length=200, required=False, strip=False, widget=forms.HiddenInput)
    behind = forms.CharField(max_length=200, required=False, strip=False, widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, max_value=10**7, required=False, widget=forms.HiddenInput)
    field_order = ("quote", "source")

    @classmethod
    def asked(cls, query: Mapping[str, str], quote: str, source: str = "") -> "PassageForm":
        """To write in, about what an address says is chosen."""
        told = {name: query[name] for name in ("block", "before", "behind", "start") if query.get(name)}
        return cls(initial={"quote": quote, **told, "source": source, "client_id": uuid4()})

    def back(self, thread: Thread) -> str:
        return thread.article.get_absolute_url()

    @classmethod
    def again(cls, posted: Mapping[str, str]) -> "CommentForm":
        return cls.asked(posted, posted.get("quote", ""), posted.get("source", ""))

    def refused(self, refusal: Exception) -> None:
        self.add_error("quote", str(refusal))

    def clean(self) -> dict[str, Any]:
        """What a verb takes: source, client_id and chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            quote, block, start = (cleaned.pop(name) for name in ("quote", "block", "start"))
            cleaned["chosen"] = Chosen(quote, block, cleaned.pop("before"), cleaned.pop("behind"), start)
        return cleaned


class OnPassageForm(CommentForm):
    """A comment on a passage that others have commented on."""

    passage = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)

    @classmethod
    def about(cls, passage: int, source: str = "") -> "OnPassageForm":
        return cls(initial={"passage": passage, "source": source, "client_id": uuid4()})

    @classmethod
    def again(cls, posted: Mapping[str, str]) -> "CommentForm":
        return cls.about(_number(posted.get("passage")), posted.get("source", ""))

    def back(self, thread: Thread) -> str:
        return thread.article.get_absolute_url()

    def passage_in(self, thread: Thread) -> Passage | None:
        return Passage.objects.filter(thread=thread, pk=_number(self["passage"].value())).first()

    def clean(self) -> dict[str, Any]:
        """What a verb takes: source, client_id and chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["chosen"] = Chosen(passage=cleaned.pop("passage"))
        return cleaned


class QuestionForm(forms.Form):
    """What an author asks readers at a passage."""

    question = forms.CharField(label=_("Your question to readers"), max_length=300, required=False)
    unfolded = forms.BooleanField(label=_("Show it open"), required=False)


class CorrectionForm(forms.Form):
    """What an author did about what readers said; empty takes it back."""

    correction = forms.CharField(label=_("What was corrected"), max_length=500, required=False)


def _number(value: object) -> int:
    """0 for what is none, or what no row has."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else 0
