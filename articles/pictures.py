"""The sizes in which a photo is sent. A task draws them; until it has, readers get the photo as it was accepted."""

from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from pictures.models import PictureField, PictureFieldFile, PillowPicture
from PIL import Image

from articles.uploads import Accepted, accept

# On two cores a photo of 2,560 pixels takes about four seconds with these, and looks as with the slower ones.
ENCODING: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 55, "speed": 8},
    "WEBP": {"quality": 76, "method": 4},
}
SIZES = {"aspect_ratios", "container_width", "file_types", "pixel_densities", "grid_columns", "breakpoints"}


class Rendition(PillowPicture):
    """django-pictures' own gives its encoders no options, and AVIF's defaults are slow."""

    def save(self, image: Image.Image) -> None:
        content = BytesIO()
        self.resize(image).save(content, self.file_type, exif=b"", icc_profile=b"", **ENCODING[self.file_type])
        self.storage.delete(self.name)  # what an interrupted task left
        self.storage.save(self.name, ContentFile(content.getvalue()))


class PhotoFile(PictureFieldFile):
    def _get_image_dimensions(self) -> tuple[int | None, int | None]:
        """What has not been accepted is not even looked at."""
        if not self._committed and not isinstance(self.file, Accepted):
            return None, None
        return super()._get_image_dimensions()  # type: ignore[no-any-return]


class PhotoField(PictureField):
    """Takes pictures in by `accept` alone, whoever brings them: a form, the demo, an import, the shell."""

    attr_class = PhotoFile

    def deconstruct(self) -> Any:
        """Widths and types are settings: changing them is no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: kwargs[key] for key in kwargs.keys() - SIZES}

    def pre_save(self, instance: Any, add: bool) -> FieldFile:
        file: Any = getattr(instance, self.attname)
        if file and not file._committed and not isinstance(file.file, Accepted):
            setattr(instance, self.attname, accept(file.file))
        return super().pre_save(instance, add)  # type: ignore[no-any-return]


def process_picture(*, file_name: str, new: list[Any] | None = None, **unused: Any) -> None:
    """What django-pictures calls when a file was saved (PICTURES["PROCESSOR"]). The row is not there yet."""
    if new:
        transaction.on_commit(lambda: draw_renditions.enqueue(file_name))


@task(queue_name="pictures")
def draw_renditions(file_name: str) -> None:
    """May run twice: what is drawn is drawn."""
    photo = apps.get_model("articles", "Photo").objects.filter(file=file_name, ready=False).first()
    if photo is None:
        return
    with photo.file.open() as file, Image.open(file) as image:
        pixels = PillowPicture.pre_process(image)
        for rendition in sorted(photo.file.get_picture_files_list(), key=lambda rendition: rendition.width):
            rendition.save(pixels)
    type(photo).objects.filter(pk=photo.pk, file=file_name).update(ready=True)


def draw_what_is_missing() -> None:
    """For what a worker left that was killed: its task says "running" for ever."""
    waiting = DBTaskResult.objects.ready().filter(task_path=draw_renditions.module_path)
    queued = {task.args_kwargs["args"][0] for task in waiting.only("args_kwargs")}
    missing = apps.get_model("articles", "Photo").objects.filter(ready=False).values_list("file", flat=True)
    for file_name in sorted(set(missing) - queued):
        draw_renditions.enqueue(file_name)
