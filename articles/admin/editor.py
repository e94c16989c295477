"""The editor of an article's text, and what the strict content security policy must let through for it alone."""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import django_prose_editor
from csp.decorators import csp_update
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget, importmap

from articles.body import SCHEMES, clean_body
from articles.figures import finished

EDITOR = Path(django_prose_editor.__file__).parent / "static" / "django_prose_editor" / "editor.js"
EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3]},
    **{"Bold": True, "Italic": True, "Strike": True, "Subscript": True, "Superscript": True, "Code": True},
    **{"Blockquote": True, "CodeBlock": True, "HorizontalRule": True, "HardBreak": True},
    **{"BulletList": True, "OrderedList": {"enableListAttributes": False}, "ListItem": True},
    **{"Table": True, "TableRow": True, "TableHeader": True, "TableCell": True},
    **{"Figure": True, "Image": True, "Caption": True},
    "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
}


class BodyFormField(ProseEditorFormField):
    def __init__(self, **options: Any) -> None:
        super().__init__(config={"extensions": EXTENSIONS}, widget=AdminProseEditorWidget, **options)

    def clean(self, value: Any) -> str:
        given = super().clean(value) or ""
        body = finished(clean_body(given))
        if body.count("<img") != given.count("<img"):
            raise ValidationError(_("A picture in the text must be one of the site's photos: take its address there."))
        if not strip_tags(body).strip():
            raise ValidationError(_("Write the text."), code="required")
        return body


def with_editor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Adds two hashes to the policy of this view's pages: the import map and the style that Tiptap brings."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        allowed = {"script-src": [hash_of(import_map())], "style-src": [hash_of(tiptap_style())]}
        return csp_update(allowed)(view)(*args, **kwargs)  # type: ignore[arg-type,return-value]

    return wrapped


@cache
def hash_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@cache
def import_map() -> str:
    """The text of the script element. It names static files with their hashes: known when the site runs."""
    return re.fullmatch(r"<script[^>]*>(.*)</script>", str(importmap), re.DOTALL)[1]


@cache
def tiptap_style() -> str:
    """The text of the style element that the editor makes, as a template literal of its minified source."""
    return re.search(r"=`(\.ProseMirror \{.*?)`", EDITOR.read_text(encoding="utf-8"), re.DOTALL)[1]
