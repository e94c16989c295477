"""Moderation through the admin, page by page, as its reader would."""

import pytest
from django.test import Client
from django.urls import reverse

from discussion.models import Comment, Event, State, Thread
from people.roles import EDITORS, MODERATORS
from tests.factories import guest, person, say, staff, thread, voice

pytestmark = pytest.mark.django_db
COMMENTS = "/admin/discussion/comment/"


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def desk(client):
    client.force_login(staff(MODERATORS))
    return client


def test_comments_stand_in_tree_order(desk):
    ben = voice()
    first = say(ben, "The older root.", thread=thread())
    say(ben, "The newer root.", thread=first.thread)
    say(ben, "A late reply to the older.", under=first)
    page = desk.get(COMMENTS).content.decode()
    order = [page.index(words) for words in ("The newer root", "The older root", "A late reply")]
    assert order == sorted(order)
    assert 'class="lvl lvl-1"' in page


def test_what_nobody_has_confirmed_is_not_shown_to_who_would_decide_on_it(desk):
    waiting = say(guest(), "Perhaps a robot's.", thread=thread())
    assert waiting.state == State.UNPROVED
    page = desk.post(COMMENTS + "decision/", {"act": "hide", "comments": str(waiting.pk)})
    assert page.status_code == 200
    assert "Perhaps a robot" not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["?q=needle", "?state__exact=held", "?section=world", "?voice__id__exact=1", "?thread=x", "?p=99"]
)
def test_search_and_filters_answer(desk, query):
    say(voice(), "A needle here.", thread=thread())
    assert desk.get(COMMENTS + query).status_code in (200, 302)


def test_search_finds_text_author_and_address(desk):
    ada = person("ada_the_author")
    say(voice(ada), "A needle here.", thread=thread())
    say(voice(), "Something else.", thread=thread())
    for words in ("needle", "ada_the_author", ada.email):
        page = desk.get(COMMENTS, {"q": words}).content.decode()
        assert "A needle here" in page
        assert "Something else" not in page


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ERASED])
def test_search_does_not_tell_what_stood_in_a_comment_that_was_taken_back(desk, state):
    gone = say(voice(), "A needle here.", thread=thread(), state=state)
    assert f"{COMMENTS}{gone.pk}/change/" in desk.get(COMMENTS).content.decode()
    assert f"{COMMENTS}{gone.pk}/change/" not in desk.get(COMMENTS, {"q": "needle"}).content.decode()


def test_the_list_is_narrowed_to_an_author(desk):
    ben = voice()
    say(ben, "Words of Ben.", thread=thread())
    say(voice(), "Words of another.", thread=thread())
    page = desk.get(COMMENTS, {"voice__id__exact": ben.pk}).content.decode()
    assert "Words of Ben" in page
    assert "Words of another" not in page


def test_one_comment_s_page_tells_what_helps_to_decide(desk):
    ben, ada = voice(), voice()
    reply = say(ada, "The reply.", under=say(ben, "The root.", thread=thread()))
    page = desk.get(reverse("admin:discussion_comment_change", args=[reply.pk])).content.decode()
    for words in ("The root.", "The reply.", ada.name, ben.name, "Published: 1", "Hide…"):
        assert words in page


def test_bulk_hide_asks_for_a_reason_and_then_hides(desk):
    under, ben = thread(), voice()
    ids = [say(ben, thread=under).pk for _ in range(3)]
    asked = desk.post(COMMENTS, {"action": "hide", "_selected_action": ids})
    assert "3 comments" in asked.content.decode()
    form = {"act": "hide", "comments": ",".join(map(str, ids)), "asked": "1"}
    assert desk.post(COMMENTS + "decision/", form).status_code == 422
    done = desk.post(COMMENTS + "decision/", {**form, "reason": "Off the subject."})
    assert done.status_code == 303
    assert set(Comment.objects.filter(pk__in=ids).values_list("state", flat=True)) == {State.HIDDEN}
    assert Event.objects.filter(kind=Event.Kind.HIDDEN).values("batch").distinct().count() == 1


@pytest.mark.parametrize("ids", ["", "x", "1,x", "9" * 30, "1," * 2000])
def test_a_nonsense_selection_changes_nothing(desk, ids):
    answer = desk.post(COMMENTS + "decision/", {"act": "hide", "comments": ids, "asked": "1", "reason": "r"})
    assert answer.status_code == 303
    assert not Event.objects.exists()


def test_a_thread_is_closed_with_a_reason(desk):
    under = thread()
    page = reverse("admin:discussion_thread_change", args=[under.pk])
    sent = {"state": "closed", "slow_seconds": "0", "reason": "It is late.", "comment_count": "99", "article": "0"}
    desk.post(page, sent)
    under.refresh_from_db()
    assert (under.state, under.comment_count) == (Thread.State.CLOSED, 0)
    assert under.events.get().reason == "It is late."


def test_suspending_tells_why_and_ends_the_sessions(desk):
    user = person()
    ben = voice(user)
    theirs = Client()
    theirs.force_login(user)
    page = reverse("admin:discussion_voice_suspension", args=[ben.pk])
    done = desk.post(page, {"until_0": "2099-01-01", "until_1": "12:00", "reason": "Insults."})
    assert done.status_code == 303
    user.refresh_from_db()
    assert user.suspended
    assert theirs.get("/accounts/email/").status_code == 302
    assert ben.events.get().reason == "Insults."
    desk.post(page, {"lift": "1"})
    user.refresh_from_db()
    assert not user.suspended


def test_an_editor_sees_no_comments_and_a_reader_no_admin(client):
    client.force_login(staff(EDITORS))
    assert client.get(COMMENTS).status_code == 403
    client.force_login(person())
    assert client.get(COMMENTS).status_code in (302, 403)


def test_a_page_of_comments_costs_the_same_however_many_there_are(desk, django_assert_max_num_queries):
    under, ben = thread(), voice()
    for _ in range(60):
        say(ben, thread=under)
    desk.get(COMMENTS)
    with django_assert_max_num_queries(14):
        desk.get(COMMENTS)


def test_nothing_is_deleted_anywhere(desk):
    comment = say(voice(), thread=thread())
    for name in ("comment", "thread", "voice"):
        assert desk.get(f"/admin/discussion/{name}/{comment.pk}/delete/").status_code in (403, 404)
    assert "delete_selected" not in desk.get(COMMENTS).content.decode()
