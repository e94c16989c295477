"""Every address of the admin by its name, with objects that are there, and who is who."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from articles.models import Appeal, Photo
from articles.revising import revise
from discussion.models import NoticeText, ScreeningRule, Simulation, Verdict, WatchedWord
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS, sync_staff
from tests.factories import person
from tests.pages.every_url import cast
from tests.screening.learning import classifier

ROLES = ("anonymous", "reader", "editor", "moderator", "administrator", "superuser")
GROUPS = {"editor": EDITORS, "moderator": MODERATORS, "administrator": ADMINISTRATORS}
TAGS = {"app_label": "articles", "model_name": "article", "field_name": "tags", "term": ""}


def who_is(role):
    """Somebody in this role; nobody, if he is anonymous."""
    if role == "anonymous":
        return None
    user = person(f"{role}_1", is_superuser=role == "superuser", is_staff=role == "superuser")
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[role]))
        sync_staff(user)
    return user


def client_of(role):
    client, user = Client(), who_is(role)
    if user:
        client.force_login(user)
    return client


def furnished():
    """A row of every model that the admin knows."""
    people = cast()
    Photo.objects.bulk_create([Photo(file="1.jpg", width=1, height=1, alternative="1", caption="2", credit="3")])
    Appeal.objects.create(above="1", below="2", button="3", link="https://example.org/", site_wide=True)
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="articles.pictures.draw", run_after="2026-01-01T00:00Z"
    )
    WatchedWord.objects.create(pattern="hound")
    NoticeText.objects.create(kind="hidden", text="It is down: {rule}")
    ScreeningRule.objects.get_or_create(code="by_hand", mode="on", says="refuse")
    told = people.comment.thread
    Verdict.objects.create(thread=told, says="hold", steps=[["by_hand", "hold", "on", 1, "?"]])
    Simulation.objects.create(
        code="by_hand", says="hold", current={"mode": "on", "says": "hold", "options": {}}, since=now(), until=now()
    )
    classifier()
    revise(people.comment.thread.article, by=None)
    return people


def names():
    """Those of all routes of the admin. The two without a name lead on: to an object's form, to the log-in."""
    return sorted({name for name, _route in _routes(admin.site.get_urls())} - {None})


def _routes(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns)
        else:
            yield pattern.name, pattern


def address_of(name, people):
    if name == "view_on_site":
        told = people.comment.thread.article
        return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(told).pk, told.pk])
    if name == "app_list":
        return reverse("admin:app_list", args=["discussion"])
    if name == "autocomplete":
        return reverse("admin:autocomplete", query=TAGS)
    if name == "articles_article_revision":
        return reverse(f"admin:{name}", args=[people.comment.thread.article_id, 1])
    return reverse(f"admin:{name}", args=_object(name))


OF_ALL = ("changelist", "add", "decision", "train", "import")  # rows, or of none


def _object(name):
    """The row that stands in the address, if one does."""
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(label) and name.removeprefix(label) not in (
            "changelist",
            "add",
            "decision",
            "train",
            "import",
        ):
            return [model._default_manager.order_by("pk").first().pk]
    return []
