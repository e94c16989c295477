"""Files as people upload them, good and bad."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo

SCRIPT = b"<?php system($_GET[0]); ?><script>alert(1)</script>"


def image(kind="JPEG", size=(64, 48), mode="RGB", **how):
    file = BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, kind, **how)
    return file.getvalue()


def upload(content, name="photo.jpg", claimed="image/jpeg"):
    return SimpleUploadedFile(name, content, claimed)


def photo(size=(64, 48), kind="JPEG", **fields):
    fields = {"alternative": "A bridge", "caption": "The bridge.", "credit": "Photo: Agency / A. Person", **fields}
    return Photo.objects.create(file=upload(image(kind, size), f"photo.{kind.lower()}"), **fields)


def header_of_a_png(width, height):
    """A few bytes that say how large the picture is, and no picture."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def bomb(side=12_000):
    """Some kilobytes that would become hundreds of megabytes."""
    file = BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    return file.getvalue()
