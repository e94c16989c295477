"""What somebody reads whose post found the database held by others all the time: never that something broke."""

import re
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from config.patience import LOCK_SECONDS, wait_briefly
from discussion.models import Comment, Vote
from tests.discussion.holding import held, impatient
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"HX-Request": "true"}
TEXT = 'With <b>care</b> & "quotes".\nOn two lines.'


@pytest.fixture
def ben():
    return person("ben")


@pytest.fixture
def tab(ben):
    voice(ben)
    tab = Client(raise_request_exception=False)
    tab.force_login(ben)
    return tab


def refused(tab, address, data, **more):
    with impatient(), held():
        answer = tab.post(address, data, **more)
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    return answer


def fields_of(answer):
    """What a browser would send again."""
    page = answer.content.decode()
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return dict(hidden), page


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["plain", "script"])
@pytest.mark.parametrize("reply", [False, True], ids=["comment", "reply"])
def test_a_text_is_kept_and_sent_again(tab, headers, reply):
    first = say(voice(), thread=thread())
    address = reverse("discussion:comments", args=[first.thread.article.slug])
    address = reverse("discussion:replies", args=[first.pk]) if reply else address
    form = str(uuid4())
    answer = refused(tab, address, {"source": TEXT, "client_id": form}, headers=headers)
    hidden, page = fields_of(answer)
    assert hidden == {"client_id": form}
    assert f'action="{address}"' in page
    assert "With &lt;b&gt;care&lt;/b&gt; &amp; &quot;quotes&quot;.\nOn two lines.</textarea>" in page
    assert 'class="said"' in page  # what scripts show beside the form
    assert tab.post(address, {"source": TEXT, **hidden}).status_code == 303
    assert Comment.objects.filter(client_id=form).count() == 1


@pytest.mark.parametrize("value", ["1", "0"])
def test_a_vote_comes_back(tab, ben, value):
    comment = say(voice(), thread=thread())
    address = reverse("discussion:vote", args=[comment.pk])
    if value == "0":
        tab.post(address, {"value": "1"})
    before = Vote.objects.count()
    hidden, _page = fields_of(refused(tab, address, {"value": value}))
    assert hidden == {"value": value} and Vote.objects.count() == before
    assert tab.post(address, hidden).status_code == 303


def test_the_token_that_came_with_it_goes_with_it_again(tab):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tab.cookies
    page = reverse("discussion:comments", args=[thread().article.slug])
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(page).content.decode())[1]
    data = {"source": "Once more.", "client_id": str(uuid4()), "csrfmiddlewaretoken": token}
    hidden, _page = fields_of(refused(strict, page, data))
    assert strict.post(page, {"source": "Once more.", **hidden}).status_code == 303


def test_a_new_wording_is_kept(tab, ben):
    comment = say(voice(ben), thread=thread())
    address = reverse("discussion:wording", args=[comment.pk])
    answer = refused(tab, address, {"source": "Better.", "wording": "0"})
    assert "Better.</textarea>" in fields_of(answer)[1]
    assert Comment.objects.get().wording_count == 0


def test_first_words_of_somebody_without_a_voice_are_kept():
    user = person("eve")
    tab = Client(raise_request_exception=False)
    tab.force_login(user)
    address = reverse("discussion:comments", args=[thread().article.slug])
    assert "Hello.</textarea>" in fields_of(refused(tab, address, {"source": "Hello.", "client_id": str(uuid4())}))[1]


def test_a_session_that_cannot_be_written_is_no_failure_of_ours(tab):
    answer = refused(tab, reverse("account_logout"), {"secret": "kept to oneself"})
    assert "kept to oneself" not in answer.content.decode()


def test_reading_goes_on_meanwhile(tab):
    comment = say(voice(), thread=thread())
    page = comment.thread.article.get_absolute_url()
    with impatient(), held():
        assert [tab.get(page).status_code, Client().get(page).status_code] == [200, 200]


def test_what_broke_is_still_told_as_broken(rf, settings):
    from config.errors import failed

    try:
        raise OperationalError("The disk is full.")
    except OperationalError:
        assert failed(rf.get("/")).status_code == 500


def test_a_request_waits_a_shorter_time_than_a_worker():
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 20}}
    wait_briefly(sqlite)
    assert sqlite["OPTIONS"]["timeout"] == LOCK_SECONDS
    postgresql = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": {"max_size": 8}}}
    wait_briefly(postgresql)
    assert postgresql["OPTIONS"]["options"] == f"-c lock_timeout={LOCK_SECONDS * 1000}"
    assert postgresql["OPTIONS"]["pool"]["timeout"] < 30
    assert connection.settings_dict["OPTIONS"].get("timeout", 20) == 20
