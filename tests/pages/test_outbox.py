"""The outbox, as staff reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Mail, Voice
from tests.discussion.listeners import ANN
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    return thread(article("bridge"))


@pytest.mark.parametrize("demo", [True, False])
def test_staff_reads_letters_without_their_keys_but_for_the_demo_s(settings, bridge, demo):
    settings.DEMO, settings.STAFF_MFA = demo, False
    ann = Voice.objects.create(name="Ann", email=ANN, proved_at=timezone.now())
    bob = Voice.objects.create(name="Bob", email="bob@example.net")
    said = say(voice(), thread=bridge)
    made = [
        Mail.objects.create(voice=of, kind=kind, pace="at_once", address=of.email, comment=about)
        for of, kind, about in ((ann, "link", None), (bob, "confirm", None), (ann, "thread", said))
    ]
    staff = Visitor(person("chief", is_staff=True, is_superuser=True))
    page = staff.open("/-/mails/")
    assert f"{ANN}: link to one's own comments" in page.words and "confirmation of an address" in page.words
    for mail in made:
        for address in (f"/-/mails/{mail.pk}/", f"/-/mails/{mail.pk}/html"):
            page = staff.open(address)
            assert page.status == 200
            assert ("/mine/…" in page.html or "/guests/…" in page.html) != demo


def test_what_left_long_ago_is_shown_without_its_address(settings, bridge):
    settings.DEMO, settings.STAFF_MFA = True, False
    ann = Voice.objects.create(name="Ann", email=ANN, proved_at=timezone.now())
    sent = {"address": "", "sent_at": timezone.now() - timedelta(days=40)}
    mail = Mail.objects.create(voice=ann, kind="link", pace="at_once", **sent)
    staff = Visitor(person("chief", is_staff=True, is_superuser=True))
    assert "an address no longer kept: link to one's own comments" in staff.open("/-/mails/").words
    assert staff.open(f"/-/mails/{mail.pk}/").status == 200
