"""Pictures within a text: only the site's own photos, described, with their sizes so that nothing jumps."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Photo

# Of cleaned text only: there no attribute holds a ">" (body.py).
PICTURE = re.compile(r"<img\b([^>]*)>")
ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')


def finished(body: str) -> str:
    """`body` (cleaned) with the size of each photo written to its picture. Raises ValidationError for a picture
    that is no photo of the site, or that nobody has described. One query if there are pictures.
    """
    if not PICTURE.search(body):
        return body
    sizes = _sizes(body)

    def sized(match: re.Match[str]) -> str:
        attributes = dict(ATTRIBUTE.findall(match[1]))
        if attributes.get("src") not in sizes:
            raise ValidationError(_("A picture in the text must be one of the site's photos: take its address there."))
        if not attributes.get("alt", "").strip():
            raise ValidationError(_("Describe each picture in the text, for readers who do not see it."))
        width, height = sizes[attributes["src"]]
        src, alt = attributes["src"], attributes["alt"]
        return f'<img src="{src}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'

    return PICTURE.sub(sized, body)


def _sizes(body: str) -> dict[str, tuple[int, int]]:
    names = [src.removeprefix(settings.MEDIA_URL) for src in _sources(body)]
    rows = Photo.objects.filter(file__in=names).values_list("file", "width", "height")
    return {settings.MEDIA_URL + name: (width, height) for name, width, height in rows}


def _sources(body: str) -> Iterator[str]:
    for match in PICTURE.finditer(body):
        yield dict(ATTRIBUTE.findall(match[1])).get("src", "")
