"""A form takes the fields that it shows. Whatever else is posted along is left where it came from."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.apps import apps

from discussion.models import Comment, Notice, Subscription, Vote
from discussion.posting import withdraw_comment
from people.models import User
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db

OURS = ("articles", "discussion", "people")
LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def room(settings):
    """All names together are more fields than any form of ours has."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000


def names():
    """Of every field of every model of ours, as attribute and as column."""
    fields = [field for app in OURS for model in apps.get_app_config(app).get_models() for field in model._meta.fields]
    return {name for field in fields for name in (field.name, field.attname)} | {
        "by",
        "comment",
        "root",
        "user",
        "html",
    }


def posted(**wanted):
    """Every name that a form could be told, beside what it asks for."""
    told = dict.fromkeys(names(), "999999")
    told |= {
        "state": "hidden",
        "posted_at": LONG_AGO.isoformat(),
        "is_staff": "on",
        "is_superuser": "on",
        "html": "<b>x",
    }
    return told | wanted


def row(comment):
    return Comment.objects.filter(pk=comment.pk).values().get()


def test_the_names_are_those_that_matter():
    assert {"state", "up", "score", "best", "voice", "thread", "lft", "tree_id", "posted_at", "is_staff"} <= names()


def test_a_comment_is_what_its_author_wrote(client):
    under, ben = thread(article("bridge")), person("ben")
    other = say(voice(), thread=thread())
    client.force_login(ben)
    fields = posted(
        source="My words.", client_id=str(uuid4()), parent=other.pk, parent_id=other.pk, voice=other.voice_id
    )
    assert client.post("/articles/bridge/comments/", fields).status_code == 303
    comment = Comment.objects.get(thread=under)
    assert (comment.voice.user, comment.parent, comment.state) == (ben, None, "published")
    assert (comment.source, comment.html) == ("My words.", "<p>My words.</p>")
    assert (comment.level, comment.lft, comment.rght) == (0, 1, 2)
    counters = ("up", "down", "score", "best", "carried_up", "carried_down", "reply_count", "descendant_count")
    assert {row(comment)[name] for name in (*counters, "wording_count")} == {0}
    assert comment.posted_at > LONG_AGO and comment.edited_at is None
    assert comment.pk != 999999 and comment.tree_id != 999999


def test_a_reply_answers_what_its_address_says(client):
    root, other = say(voice(), thread=thread()), say(voice(), thread=thread())
    client.force_login(person())
    fields = posted(source="My words.", client_id=str(uuid4()), parent=other.pk, thread=other.thread_id)
    assert client.post(f"/comments/{root.pk}/replies", fields).status_code == 303
    reply = Comment.objects.get(source="My words.")
    assert (reply.parent, reply.thread, reply.tree_id) == (root, root.thread, root.tree_id)


def test_an_edit_changes_the_words_alone(client):
    ben = voice()
    comment = say(ben, "First.", thread=thread())
    before = row(comment)
    client.force_login(ben.user)
    fields = posted(source="Second.", wording="0")
    assert client.post(f"/comments/{comment.pk}/wording", fields).status_code == 303
    after = row(comment)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"source", "html", "edited_at", "wording_count"}


def test_a_vote_is_the_voters_own(client):
    comment, ada = say(voice(), thread=thread()), voice()
    other = say(voice(), thread=comment.thread)
    ben = person("ben")
    client.force_login(ben)
    fields = posted(value="1", voice=ada.pk, comment=other.pk, next="/")
    assert client.post(f"/comments/{comment.pk}/vote", fields).status_code == 303
    vote = Vote.objects.get()
    assert (vote.comment, vote.voice.user, vote.value) == (comment, ben, 1)


def test_a_withdrawal_takes_back_what_its_address_says(client):
    ben = voice()
    comment, other = say(ben, thread=thread()), say(ben, thread=thread())
    client.force_login(ben.user)
    client.post(f"/comments/{comment.pk}/withdrawal", posted(comment=other.pk, id=other.pk, state="erased"))
    assert (row(comment)["state"], row(other)["state"]) == ("withdrawn", "published")


def test_a_restoration_brings_back_what_its_address_says(client):
    ben = voice()
    comment, other = say(ben, thread=thread()), say(ben, thread=thread())
    for one in (comment, other):
        withdraw_comment(comment=one, by=ben)
    client.force_login(ben.user)
    client.post(f"/comments/{comment.pk}/restoration", posted(comment=other.pk, id=other.pk, state="hidden"))
    assert (row(comment)["state"], row(other)["state"]) == ("published", "withdrawn")


def test_a_sign_up_makes_an_ordinary_reader(client):
    fields = posted(
        email="eve@example.org", username="eve", handle="root", display_name="Eve", password1="correct horse battery"
    )
    assert client.post("/accounts/signup/", fields).status_code == 302
    eve = User.objects.get()
    assert (eve.handle, eve.is_staff, eve.is_superuser, eve.is_active) == ("eve", False, False, True)
    assert not eve.emailaddress_set.get().verified
    assert eve.joined_at > LONG_AGO and eve.check_password("correct horse battery")


def test_a_subscription_is_ones_own_and_of_what_its_address_says(client):
    comment, other, ada = say(voice(), thread=thread()), say(voice(), thread=thread()), voice()
    ben = person("ben")
    client.force_login(ben)
    told = {"voice": ada.pk, "thread": other.thread_id, "comment": other.pk, "next": "/"}
    fields = posted(kind="thread", pace="daily", **told)
    assert client.post(f"/threads/{comment.thread_id}/subscription", fields).status_code == 303
    fields = posted(value="1", pace="daily", **told)
    assert client.post(f"/comments/{comment.pk}/subscription", fields).status_code == 303
    rows = Subscription.objects.order_by("kind").values_list("voice__user", "thread", "comment", "kind", "pace")
    assert list(rows) == [
        (ben.pk, comment.thread_id, comment.pk, "branch", "daily"),
        (ben.pk, comment.thread_id, None, "thread", "daily"),
    ]
    assert min(Subscription.objects.values_list("made_at", flat=True)) > LONG_AGO


def test_what_is_seen_is_ones_own(client):
    ada, ben = voice(), person("ben")
    comment = say(voice(), thread=thread())
    for one in (ada, voice(ben)):
        Notice.objects.create(voice=one, comment=comment, reason="thread")
    client.force_login(ben)
    client.post("/inbox/", posted(up_to="999999", voice=ada.pk))
    assert Notice.objects.filter(seen_at=None).get().voice == ada
