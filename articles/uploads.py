"""What an uploaded picture must be, and the clean file that is made of it."""

import secrets
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000  # decoded they take 160 MB
LONGEST_SIDE = 2560  # of what is kept: no screen is sent more
EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp"}
KEPT_AS = {  # a phone's MPO is a JPEG with further pictures behind the first
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "WEBP": ("WEBP", "webp"),
}
ENCODING = {
    "JPEG": {"quality": 88, "progressive": True, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": 88},
}

TOO_MANY_BYTES = _("This file has more than 20 MB. Save it smaller and try again.")
TOO_MANY_PIXELS = _("This picture has more than 40 megapixels. Save it smaller and try again.")
NOT_A_PICTURE = _("This is no JPEG, PNG or WebP picture, whatever its name says.")
WRONG_NAME = _("The name of the file must end in .jpg, .jpeg, .png or .webp.")
DAMAGED = _("This picture is damaged or incomplete. Save it again and try once more.")


class Accepted(ContentFile):
    """A picture as this module wrote it: only such files are kept."""


def accept(upload: File) -> Accepted:
    """Pixels and nothing else of `upload`, under a name that nobody chose. ValidationError says why not."""
    if PurePath(upload.name or "").suffix.lower() not in EXTENSIONS:
        raise ValidationError(WRONG_NAME, code="wrong_name")
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_MANY_BYTES, code="too_many_bytes")
    upload.seek(0)
    with _opened(upload) as image:
        written_as, extension = KEPT_AS[image.format or ""]
        pixels = _bare_pixels(_decoded(image), written_as)
    content = BytesIO()
    pixels.save(content, written_as, **ENCODING[written_as])
    return Accepted(content.getvalue(), f"{secrets.token_hex(16)}.{extension}")


def _opened(upload: IO[bytes] | File) -> Image.Image:
    """Only its header has been read, so its size costs nothing yet."""
    try:
        image = Image.open(upload, formats=["JPEG", "PNG", "WEBP"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except Exception as error:
        raise ValidationError(NOT_A_PICTURE, code="not_a_picture") from error
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
    if image.format not in KEPT_AS:
        raise ValidationError(NOT_A_PICTURE, code="not_a_picture")
    return image


def _decoded(image: Image.Image) -> Image.Image:
    try:
        image.load()
        return ImageOps.exif_transpose(image)
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error


def _bare_pixels(image: Image.Image, written_as: str) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data and written_as != "JPEG" else "RGB"
    image = _in_srgb(image, mode)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image.info = {}  # EXIF, position, comments, profiles: writers would copy some of them
    return image


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            theirs, ours = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB" if mode == "RGB" else "RGBA")
            if converted is not None:
                return converted.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing about the pixels
    return image.convert(mode)
