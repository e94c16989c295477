"""What comes in as a photo, what does not, and what is left of it."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from articles import uploads
from articles.models import Photo
from articles.uploads import accept
from tests.articles.images import SCRIPT, bomb, header_of_a_png, image, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
POSITION = 0x8825  # the GPS directory of EXIF
ORIENTATION = 0x0112


def opened(file):
    file.seek(0)
    return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize(
    ("kind", "name", "extension"),
    [("JPEG", "a.jpg", "jpg"), ("JPEG", "A.JPEG", "jpg"), ("PNG", "a.png", "png"), ("WEBP", "a.webp", "webp")],
)
def test_a_picture_is_taken_under_a_name_that_nobody_chose(kind, name, extension):
    kept = accept(upload(image(kind), name))
    stem, _dot, end = kept.name.partition(".")
    assert (len(stem), set(stem) <= set("0123456789abcdef"), end) == (32, True, extension)
    assert opened(kept).format == kind
    assert opened(kept).size == (64, 48)
    assert accept(upload(image(kind), name)).name != kept.name


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_to_store_pixels_is_understood(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    file = BytesIO()
    Image.new(mode, (8, 6)).save(file, kind)
    assert opened(accept(upload(file.getvalue(), f"a.{kind.lower()}"))).mode in ("RGB", "RGBA")


def test_what_can_be_seen_through_stays_so():
    file = BytesIO()
    Image.new("RGBA", (8, 6), (200, 0, 0, 100)).save(file, "PNG")
    assert opened(accept(upload(file.getvalue(), "a.png"))).getpixel((0, 0)) == (200, 0, 0, 100)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_comments_are_taken_out(kind):
    exif = Image.Exif()
    exif[0x010F] = "A Camera Of Mine"
    exif.get_ifd(POSITION)[1] = "N"
    how = {"comment": b"a secret remark"} if kind == "JPEG" else {}
    content = image(kind, exif=exif, xmp=b"<x:xmpmeta>a secret packet</x:xmpmeta>", **how)
    assert b"A Camera Of Mine" in content
    kept = accept(upload(content, f"a.{kind.lower()}"))
    assert not opened(kept).getexif()
    kept.seek(0)
    written = kept.read()
    for words in (b"A Camera Of Mine", b"a secret", b"Exif", b"xmp"):
        assert words not in written


def test_a_picture_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert opened(accept(upload(image(size=(64, 48), exif=exif)))).size == (48, 64)


def test_colours_of_another_profile_become_ours():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(accept(upload(image(icc_profile=profile))))
    assert "icc_profile" not in kept.info


def test_a_broken_profile_does_no_harm():
    assert opened(accept(upload(image(icc_profile=b"no profile at all")))).size == (64, 48)


def test_more_pixels_than_any_screen_shows_are_not_kept():
    assert opened(accept(upload(image(size=(3000, 1500))))).size == (2560, 1280)


HIDDEN = {
    "behind a JPEG": (image() + SCRIPT, "a.jpg"),
    "in a JPEG's comment": (image(comment=SCRIPT), "a.jpg"),
    "behind a PNG": (image("PNG") + SCRIPT, "a.png"),
    "behind a WebP": (image("WEBP") + SCRIPT, "a.webp"),
    "an archive behind a JPEG": (image() + b"PK\x03\x04" + SCRIPT, "a.jpg"),
    "a second extension before the last": (image() + SCRIPT, "a.php.jpg"),
}


@pytest.mark.parametrize(("content", "name"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_hides_in_a_picture_is_not_kept(content, name):
    kept = accept(upload(content, name))
    kept.seek(0)
    written = kept.read()
    assert b"<?php" not in written and b"<script" not in written and b"PK\x03\x04" not in written
    assert kept.name.count(".") == 1


REFUSED = {
    "SVG": (SVG, "a.svg", uploads.WRONG_NAME),
    "SVG called PNG": (SVG, "a.png", uploads.NOT_A_PICTURE),
    "HTML called JPEG": (b"<!doctype html><script>alert(1)</script>", "a.jpg", uploads.NOT_A_PICTURE),
    "GIF": (image("GIF", mode="P"), "a.gif", uploads.WRONG_NAME),
    "GIF and PHP called JPEG": (b"GIF89a" + SCRIPT, "a.jpg", uploads.NOT_A_PICTURE),
    "GIF called PNG": (image("GIF", mode="P"), "a.png", uploads.NOT_A_PICTURE),
    "TIFF called JPEG": (image("TIFF"), "a.jpg", uploads.NOT_A_PICTURE),
    "BMP called WebP": (image("BMP"), "a.webp", uploads.NOT_A_PICTURE),
    "PDF called JPEG": (b"%PDF-1.7\n" + SCRIPT, "a.jpg", uploads.NOT_A_PICTURE),
    "EPS called JPEG": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.jpg", uploads.NOT_A_PICTURE),
    "a JPEG called PHP": (image(), "a.php", uploads.WRONG_NAME),
    "a JPEG called JPEG and PHP": (image(), "a.jpg.php", uploads.WRONG_NAME),
    "a JPEG called JPEG and SVG": (image(), "a.jpg.svg", uploads.WRONG_NAME),
    "a JPEG without extension": (image(), "a", uploads.WRONG_NAME),
    "only the mark of a JPEG": (b"\xff\xd8\xff\xe0" + SCRIPT, "a.jpg", uploads.NOT_A_PICTURE),
    "a zero byte in the name": (image(), "a.jpg\0.php", uploads.WRONG_NAME),
    "half a JPEG": (image(size=(400, 300))[:9000], "a.jpg", uploads.DAMAGED),
    "half a PNG": (image("PNG", (400, 300))[:9000], "a.png", uploads.DAMAGED),
    "a PNG of other pixels than it says": (header_of_a_png(600, 600), "a.png", uploads.DAMAGED),
    "41 megapixels": (header_of_a_png(8200, 5000), "a.png", uploads.TOO_MANY_PIXELS),
    "a bomb of 144 megapixels": (bomb(), "a.png", uploads.TOO_MANY_PIXELS),
    "a bomb of 1,600 megapixels": (header_of_a_png(40_000, 40_000), "a.png", uploads.TOO_MANY_PIXELS),
    "a picture of no width": (header_of_a_png(0, 100), "a.png", uploads.NOT_A_PICTURE),
}


@pytest.mark.parametrize(("content", "name", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_and_with_which_words(content, name, words):
    with pytest.raises(ValidationError) as refused:
        accept(ContentFile(content, name))  # an uploaded file's name has lost its worst characters already
    assert refused.value.messages == [words]


def test_half_a_webp_is_refused():
    with pytest.raises(ValidationError):
        accept(upload(image("WEBP", (400, 300))[:3000], "a.webp"))


def test_too_many_bytes_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    monkeypatch.setattr(uploads, "_opened", None)
    with pytest.raises(ValidationError) as refused:
        accept(upload(image()))
    assert refused.value.messages == [uploads.TOO_MANY_BYTES]


def test_a_large_picture_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(uploads, "_decoded", None)
    with pytest.raises(ValidationError):
        accept(upload(bomb(), "a.png"))


@pytest.mark.django_db
def test_whoever_brings_a_picture_it_passes_here():
    photo = Photo(file=ContentFile(image(exif=Image.Exif(), comment=SCRIPT) + SCRIPT, "a.php.jpg"))
    photo.save()
    assert SCRIPT not in photo.file.read()
    assert photo.file.name.endswith(".jpg") and "php" not in photo.file.name
    photo.file.close()
    with pytest.raises(ValidationError):
        Photo(file=ContentFile(SVG, "a.jpg")).save()


@pytest.mark.django_db
def test_the_size_that_is_kept_is_that_of_the_file_that_is_kept():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    photo = Photo(file=ContentFile(image(size=(3000, 1500), exif=exif), "a.jpg"))
    photo.save()
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (1280, 2560)
