"""Who asks for the link to what he said as a guest: who is sent one, and that nobody learns whether."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from discussion.models import Mail
from discussion.screening import by_hand
from tests.discussion.standing import guest
from tests.factories import person
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def ada():
    return guest(EMAIL, "Ada")


def ask(email):
    page = Visitor().open("/mine/")
    stamp = signing.TimestampSigner(salt=by_hand.SALT)
    stamp.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 60)
    form = {"email": email, "made": stamp.sign("form"), "csrfmiddlewaretoken": token_on(page)}
    return page.visitor.client.post("/mine/", form)


def token_on(page):
    return page.one("input", name="csrfmiddlewaretoken").get("value")


def waits(email=EMAIL):
    return Mail.objects.filter(kind="link", address=email).count()


def test_the_link_is_sent_to_who_has_confirmed_the_address(ada):
    assert ask(" Ada@Example.org ").status_code == 200
    mail = Mail.objects.get()
    assert (mail.voice, mail.address, mail.kind, mail.comment) == (ada, EMAIL, "link", None)
    ask(EMAIL)
    assert waits() == 1  # it has not left yet


def test_every_address_gets_the_same_answer():
    guest("xguest@example.org")
    guest("xdoubt@example.org", proved=False)
    person("xmember")
    answers = {}
    for who in ("xguest", "xdoubt", "xmember", "xnobody"):
        answer = ask(f"{who}@example.org")
        words = re.sub(who, "WHO", answer.content.decode())
        answers[who] = (answer.status_code, words, sorted(answer.headers))
    assert len({repr(answer) for answer in answers.values()}) == 1
    assert waits("xguest@example.org") == 1 and Mail.objects.count() == 1


def test_an_address_gets_so_many_mails_a_day(ada, settings):
    settings.GUEST_MAILS_A_DAY = 2
    for _time in range(4):
        ask(EMAIL)
        Mail.objects.update(sent_at=timezone.now())
    assert waits() == 2
    Mail.objects.update(sent_at=timezone.now() - timedelta(days=2))
    ask(EMAIL)
    assert waits() == 3


def test_a_robot_is_sent_nothing(ada):
    page = Visitor().open("/mine/")
    client = page.visitor.client
    form = {"email": EMAIL, "csrfmiddlewaretoken": token_on(page)}
    assert client.post("/mine/", form).status_code == 422
    assert not Mail.objects.exists()
    assert client.post("/mine/", {"email": EMAIL}).status_code == 403


def test_one_network_asks_for_so_many_mails_an_hour(ada, settings):
    settings.GUEST_POSTS_AN_HOUR = 2
    assert [ask(f"reader{number}@example.org").status_code for number in range(2)] == [200, 200]
    answer = ask(EMAIL)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert EMAIL in answer.content.decode()
    assert not Mail.objects.exists()
