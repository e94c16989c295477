from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Pattern:
    """One part of the page, as it is made of samples."""

    anchor: str
    heading: str
    about: str
    html: SafeString


def pattern(request: HttpRequest, anchor: str, heading: str, about: str, template: str, **samples: Any) -> Pattern:
    return Pattern(anchor, heading, about, render_to_string(template, samples, request))
