"""The admin's forms take the fields that they show. Each is sent every name of every field of every model along."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from discussion.models import Event, State
from people.roles import MODERATORS
from tests.articles.images import image, photo, upload
from tests.factories import person, say, thread, voice
from tests.pages.every_admin_url import client_of
from tests.pages.test_mass_assignment import OURS, posted

pytestmark = pytest.mark.django_db

COMMENTS = "/admin/discussion/comment/"
TIMES = {"published_at_0": "2026-01-02", "published_at_1": "10:00:00"}


@pytest.fixture(autouse=True)
def room(settings):
    """All names together are more fields than any form of ours has."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def comment():
    return say(voice(person("ben")), thread=thread(comment_count=0))


def columns():
    """Every value of every row of ours."""
    found = {}
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)):
        for row in model._default_manager.order_by().values():
            found |= {(model._meta.label, row["id"], name): value for name, value in row.items()}
    return found


def sent(role, address, fields, status):
    """Columns of rows which were there that are changed after the post, and the models that have new rows."""
    client = client_of(role)
    before = columns()
    answer = client.post(address, fields)
    assert answer.status_code == status, answer.content.decode()[:3000]
    after = columns()
    assert before.keys() <= after.keys()
    changed = {f"{label}.{name}" for label, pk, name in before if before[label, pk, name] != after[label, pk, name]}
    added = {label for label, _pk, _name in after.keys() - before.keys()}
    return changed, added


def test_a_thread(comment):
    address = f"/admin/discussion/thread/{comment.thread_id}/change/"
    unchanged = {"guests": "", "feedback": "", "slow_seconds": "0", "hide_scores_hours": "", "close_after_days": ""}
    changed, added = sent("administrator", address, posted(state="closed", reason="It is late.", **unchanged), 302)
    assert changed == {"discussion.Thread.state", "discussion.Thread.version"}
    assert added == {"discussion.Event", "discussion.Voice"}
    assert Event.objects.filter(kind=Event.Kind.THREAD_CLOSED).get().by.user.handle == "administrator_1"


def test_an_article(comment):
    told = comment.thread.article
    wanted = {
        **{"headline": "Another", "slug": "another", "standfirst": "Other.", "body": "<p>Other.</p>"},
        **{"section": told.section_id, "author": told.author_id, "state": "published", **TIMES},
        **{"support": "none", "appeal": "", "tags": [], "lead_photo": ""},
    }
    address = f"/admin/articles/article/{told.pk}/change/"
    changed, added = sent("administrator", address, posted(**wanted), 302)
    written = {"headline", "slug", "standfirst", "body", "published_at", "support", "blocks", "block_count"}
    assert changed == {f"articles.Article.{name}" for name in written} and added == {"articles.Revision"}
    assert [one.by and one.by.handle for one in told.revisions.order_by("pk")] == [None, "administrator_1"]


def test_a_photo():
    taken = photo()
    words = {"alternative": "Other.", "caption": "Other.", "credit": "Other.", "file": upload(image())}
    changed, added = sent("editor", f"/admin/articles/photo/{taken.pk}/change/", posted(**words), 302)
    assert changed == {"articles.Photo.alternative", "articles.Photo.caption", "articles.Photo.credit"}
    assert added == set()


@pytest.mark.parametrize("name", ["section", "tag"])
def test_what_articles_are_sorted_by(comment, name):
    comment.thread.article.tags.create(name="Rivers", slug="rivers")
    row = getattr(comment.thread.article, name, None) or comment.thread.article.tags.get()
    wanted = posted(name="Other", slug="other", position="3")
    changed, added = sent("administrator", f"/admin/articles/{name}/{row.pk}/change/", wanted, 302)
    label = row._meta.label
    assert changed | {f"{label}.position"} == {f"{label}.{field}" for field in ("name", "slug", "position")}
    assert added == set()


def test_a_user(comment):
    ben, group = comment.voice.user, Group.objects.get(name=MODERATORS)
    wanted = posted(handle="benjamin", display_name="Benjamin", groups=[group.pk], user_permissions=["1"], password="x")
    wanted["is_active"] = "on"
    changed, added = sent("administrator", f"/admin/people/user/{ben.pk}/change/", wanted, 302)
    columns = ("handle", "handle_skeleton", "display_name", "name_skeleton", "is_staff")
    fields = {f"people.User.{column}" for column in columns}
    assert changed == fields | {"discussion.Voice.name", "discussion.Thread.version"}
    assert added == {"people.User_groups"}
    ben.refresh_from_db()
    assert not ben.is_superuser and ben.email == "ben@example.org"


def test_a_decision(comment):
    other = say(voice(), thread=comment.thread)
    wanted = posted(act="hide", comments=str(comment.pk), asked="1", reason="Off.", by="1", batch="1", kind="posted")
    changed, added = sent("moderator", COMMENTS + "decision/", wanted, 303)
    thread_columns = {"comment_count", "voice_count", "version"}
    comment_columns = {f"discussion.Comment.{name}" for name in ("state", "looked_at")}
    assert changed == comment_columns | {f"discussion.Thread.{name}" for name in thread_columns}
    assert added == {"discussion.Event", "discussion.Voice"}
    other.refresh_from_db()
    assert other.state == State.PUBLISHED
    event = Event.objects.get(kind=Event.Kind.HIDDEN)
    assert (event.comment, event.by.user.handle, event.reason) == (comment, "moderator_1", "Off.")


def test_a_suspension(comment):
    address = f"/admin/discussion/voice/{comment.voice_id}/suspension/"
    wanted = posted(until_0="2099-01-01", until_1="12:00", reason="Insults.", user="1", voice="1", by="1")
    changed, added = sent("moderator", address, wanted, 303)
    fields = {"suspended_until", "suspension_reason", "session_salt"}
    assert changed == {f"people.User.{name}" for name in fields}
    assert added == {"discussion.Event", "discussion.Voice"}
    comment.voice.user.refresh_from_db()
    assert comment.voice.user.suspension_reason == "Insults."
    assert Event.objects.get(kind=Event.Kind.SUSPENDED).about == comment.voice


@pytest.mark.parametrize("model", ["comment", "event", "voice"])
def test_what_is_only_looked_at_takes_nothing(comment, model):
    row = {"comment": comment, "event": comment.events.get(), "voice": comment.voice}[model]
    client = client_of("superuser")
    before = columns()
    client.post(f"/admin/discussion/{model}/{row.pk}/change/", posted(source="Forged.", name="Forged", reason="Forged"))
    assert columns() == before
