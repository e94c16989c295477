"""The sizes of a photo: drawn by a task, and named only when they are there."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from PIL import Image

from articles.models import Photo
from articles.pictures import draw_renditions
from tests.articles.images import photo
from tests.factories import article
from tests.pages.reading import Visitor


def tasks():
    return [(task.task_path, task.status) for task in DBTaskResult.objects.order_by("enqueued_at")]


def files(settings):
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*.*"))


@pytest.mark.django_db
def test_before_they_are_drawn_readers_get_the_photo_itself():
    told = article(lead_photo=photo((700, 350)))
    page = Visitor().open(f"/articles/{told.slug}/")
    assert page.all("source") == []
    assert page.one("img", src=told.lead_photo.file.url).get("alt") == "A bridge"


@pytest.mark.django_db(transaction=True)
def test_the_worker_draws_them_and_then_they_are_named(settings):
    taken = photo((700, 350))
    assert tasks() == [("articles.pictures.draw_renditions", "READY")]
    assert len(files(settings)) == 1
    call_command("worker", batch=True)
    taken.refresh_from_db()
    assert taken.ready
    assert {status for _path, status in tasks()} == {"SUCCESSFUL"}
    assert files(settings) == sorted(["300w.avif", "300w.webp", "600w.avif", "600w.webp", taken.file.name[7:]])
    told = article(lead_photo=taken)
    page = Visitor().open(f"/articles/{told.slug}/")
    stem = taken.file.url.removesuffix(".jpg")
    assert [(source.get("type"), source.get("srcset")) for source in page.all("source")] == [
        ("image/avif", f"{stem}/300w.avif 300w, {stem}/600w.avif 600w"),
        ("image/webp", f"{stem}/300w.webp 300w, {stem}/600w.webp 600w"),
    ]
    for source in page.all("source"):
        for address in source.get("srcset").split(", "):
            answer = Visitor().client.get(address.split()[0])
            assert answer.status_code == 200
            answer.close()


@pytest.mark.django_db(transaction=True)
def test_each_is_as_wide_as_it_says(settings):
    photo((700, 350))
    call_command("worker", batch=True)
    for path in settings.MEDIA_ROOT.rglob("*w.*"):
        with Image.open(path) as drawn:
            assert drawn.size == (int(path.stem[:-1]), int(path.stem[:-1]) // 2)
            assert drawn.format == path.suffix[1:].upper()
            assert not drawn.getexif() and "icc_profile" not in drawn.info


@pytest.mark.django_db(transaction=True)
def test_nothing_is_drawn_for_a_photo_that_was_not_saved():
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        photo()
        raise RuntimeError
    assert tasks() == []


@pytest.mark.django_db(transaction=True)
def test_a_photo_smaller_than_every_size_is_shown_as_it_is():
    taken = photo((200, 100))
    call_command("worker", batch=True)
    taken.refresh_from_db()
    assert (taken.ready, taken.sources, taken.small_url) == (True, [], taken.file.url)


@pytest.mark.django_db(transaction=True)
def test_drawing_twice_does_no_harm(settings):
    taken = photo((700, 350))
    draw_renditions.enqueue(taken.file.name)
    call_command("worker", batch=True)
    assert {status for _path, status in tasks()} == {"SUCCESSFUL"}
    assert len(files(settings)) == 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_starts_does_what_a_killed_one_left(settings):
    taken = photo((700, 350))
    DBTaskResult.objects.update(status="RUNNING")
    call_command("worker", batch=True)
    taken.refresh_from_db()
    assert taken.ready


@pytest.mark.django_db(transaction=True)
def test_a_photo_whose_file_is_gone_stays_undrawn_and_stops_nothing(settings):
    gone, there = photo((700, 350)), photo((700, 350))
    (settings.MEDIA_ROOT / gone.file.name).unlink()
    call_command("worker", batch=True)
    assert list(Photo.objects.filter(ready=True)) == [there]


@pytest.mark.django_db
def test_a_list_of_stories_asks_nothing_of_files(settings, django_assert_num_queries):
    for _ in range(3):
        told = article(lead_photo=photo((700, 350), ready=True))
    for path in settings.MEDIA_ROOT.rglob("*.jpg"):
        path.unlink()
    page = Visitor().open("/")
    assert page.status == 200
    assert len(page.all("picture")) == 3
    lead = page.all("img")[0]
    assert (lead.get("fetchpriority"), lead.get("width"), lead.get("height")) == ("high", "700", "350")
    assert {later.get("loading") for later in page.all("img")[1:]} == {"lazy"}
    assert told.lead_photo.file.url in page.html
