"""Those who moderate in tests, and what must be as it was after their acts are undone."""

from django.contrib.auth.models import Group

from discussion.models import Comment, Thread
from people.roles import MODERATORS, sync_staff
from tests.factories import person


def moderator(role=MODERATORS):
    user = person()
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    sync_staff(user)
    return user


def rows(*but):
    """Of threads and comments, but for versions and these columns."""
    return [_values(model, {"version", "appeared", *but}) for model in (Thread, Comment)]


def _values(model, but):
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in but]
    return list(model.objects.order_by("pk").values(*columns))
