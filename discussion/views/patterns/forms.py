"""Where people write."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from discussion.forms import CommentForm, GuestForm
from discussion.models import Thread
from discussion.permissions import slow_words
from discussion.rendering import html_of_source
from discussion.views.patterns.cast import WORDS, YOU, voice
from discussion.views.patterns.pattern import Pattern, pattern


class SampleForm(forms.Form):
    name = forms.CharField(label="Display name", help_text="Readers see it beside what you say.")
    mail = forms.EmailField(label="E-mail address")
    about = forms.CharField(label="About me", required=False, widget=forms.Textarea)
    told = forms.BooleanField(label="Tell me of replies")


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    sent = SampleForm({"name": "Ada Quist", "mail": "ada", "about": WORDS}, auto_id="sample_%s")
    told = "With help, with what is wrong, filled and empty."
    yield pattern(request, "field", "Form fields", told, "patterns/_form.html", form=sent)
    yield composer(request, "signed-in", "Composer", "Of somebody who is signed in.", user=YOU)
    yield from of_guests(request)
    yield composer(
        request, "reply", "Composer of a reply", "It can be cancelled.", label="Your reply", back="#", user=YOU
    )
    told, slow = "It says how long to wait between two comments.", slow_words(Thread(slow_seconds=300))
    yield composer(request, "slow", "Composer in slow mode", told, user=YOU, slow=slow)
    yield composer(request, "mistake", "Composer with a mistake", "With nothing in it.", posted(""), user=YOU)
    refused = posted(WORDS)
    refused.add_error(None, "You can post again in 25 seconds.")
    yield composer(request, "refused", "Composer of what was refused", "The text is kept.", refused, user=YOU)
    shown = html_of_source(f"> Nobody was late.\n\n{WORDS}")
    yield pattern(request, "preview", "Preview", "How a text will look.", "discussion/_preview.html", preview=shown)


def of_guests(request: HttpRequest) -> Iterator[Pattern]:
    nobody = AnonymousUser()
    yield composer(request, "signed-out", "Composer of a guest", "It leads to the log-in.", user=nobody)
    told = "It leads to the next."
    yield composer(request, "welcome", "Composer where guests are welcome", told, user=nobody, welcome=True)
    asks = GuestForm({"name": "Ada Quist", "email": "ada"}, auto_id="asks_%s")
    told = "With a name, and an address that is none."
    yield composer(request, "asks", "Composer that asks for a name", told, user=nobody, asks=asks, welcome=True)
    neighbour, told = voice("A neighbour"), "It says as whom he writes."
    yield composer(request, "guest", "Composer of a known guest", told, user=nobody, guest=neighbour)
    told, address = "Until he has opened the link in the mail.", "neighbour@example.org"
    yield pattern(request, "unproved", "Waiting for a guest", told, "discussion/_unproved.html", unproved=address)


def posted(source: str) -> CommentForm:
    return CommentForm({"source": source, "client_id": UUID(int=0)})


def composer(
    request: HttpRequest, name: str, heading: str, about: str, form: CommentForm | None = None, **context: Any
) -> Pattern:
    """With ids of its own, and the address of a page that takes no posts: nothing is written from here."""
    form = form or CommentForm()
    form.auto_id = f"{name}_%s"
    context |= {"form": form, "action": request.path}
    return pattern(request, f"composer-{name}", heading, about, "discussion/_composer.html", **context)
