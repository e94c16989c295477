"""What has left is forgotten, and not mailed again for all that."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from discussion.models import Mail, Notice, Subscription, Thread
from discussion.notifications.tidying import tidy
from tests.discussion.listeners import ANN, Kind, Pace, listener, waiting
from tests.discussion.mailing import expand, follower, work
from tests.factories import article, person, say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def under():
    return thread(article("bridge", headline="The bridge"), guests=Thread.Guests.WELCOME)


def left(under, ago, to="ada"):
    mail = Mail.objects.create(
        voice=voice(person(to)),
        comment=say(voice(), thread=under),
        kind=Kind.THREAD,
        pace=Pace.AT_ONCE,
        address=f"{to}@example.org",
        sent_at=timezone.now() - ago,
    )
    return mail.pk


def test_addresses_of_what_left_are_forgotten_and_then_the_rows(under):
    new, old, older = (
        left(under, timedelta(days=days), name) for days, name in ((29, "ada"), (31, "ben"), (91, "cem"))
    )
    waits = waiting(under)[1].pk
    assert tidy() is False
    kept = dict(Mail.objects.values_list("pk", "address"))
    assert kept == {new: "ada@example.org", old: "", waits: ANN}
    assert older not in kept
    Mail.objects.filter(pk=waits).update(failed_at=timezone.now() - timedelta(days=91))
    tidy()
    assert waits not in Mail.objects.values_list("pk", flat=True)


def test_what_nobody_remembers_having_mailed_is_not_mailed_again(box, under):
    ada = follower(under, handle="ada")
    listener(under)
    said = say(voice(), thread=under)
    work()
    assert len(box.arrived) == 2
    long_ago = timezone.now() - timedelta(days=91)
    Mail.objects.update(sent_at=long_ago)
    type(said).objects.filter(pk=said.pk).update(posted_at=long_ago)
    Subscription.objects.update(made_at=long_ago)
    tidy()
    expand()
    work()
    assert len(box.arrived) == 2 and not Mail.objects.exists()
    assert Notice.objects.filter(voice=ada).count() == 1


def test_the_queue_names_the_kinds(under, capsys):
    waiting(under)
    follower(under, pace=Pace.DAILY)
    say(voice(), thread=under)
    expand()
    call_command("mail_queue")
    told = capsys.readouterr().out
    assert re.search(r"1 due, .* \(1 confirm\)\n", told) and re.search(r"1 waiting for .* \(1 thread\)\n", told)
