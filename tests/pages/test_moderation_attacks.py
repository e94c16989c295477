"""Attack strings in all that stands at the moderators' desk: they are text there, too."""

from itertools import cycle

import pytest

from discussion.models import Comment, Event, Note, Report, Restriction, Rule, Thread
from discussion.moderating import ACTS, moderate
from discussion.reporting import weigh_reports
from people.roles import MODERATORS
from tests.discussion.test_moderating import staff
from tests.factories import article, say, thread, voice
from tests.pages.attacks import COMMENT, attacks, bad_links, outside, packed, skeleton
from tests.pages.reading import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCRIPTS = {"/static/js/desk.js"}


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def desk():
    """A card with something in each of its places."""
    mod = staff(MODERATORS)
    comment = say(voice(), thread=thread(article("bridge"), state=Thread.State.REVIEWED))
    other, by = voice(), voice(mod)
    moderate([comment.pk], ACTS["refuse"], by=mod, reason="Harmless.")
    moderate([comment.pk], ACTS["restore"], by=mod, reason="Harmless.")
    Report.objects.create(comment=comment, voice=other, rule=Rule.ATTACK, note="Harmless.")
    weigh_reports(comment)
    Note.objects.create(about=comment.voice, by=by, text="Harmless.")
    Restriction.objects.create(kind=Restriction.Kind.REVIEW, voice=comment.voice, by=by, reason="Harmless.")
    return Visitor(mod), comment


def check(page, harmless):
    assert page.status == 200
    for element in page.all(class_="c-body"):
        assert outside(element, COMMENT) == set()
    assert bad_links(page) == []
    assert {script.get("src") for script in page.all("script")} <= SCRIPTS
    assert skeleton(page) == skeleton(harmless)


def addresses(comment):
    return [
        "/moderation/?queue=reported",
        f"/moderation/comments/{comment.pk}/",
        f"/moderation/decisions/?comment={comment.pk}",
        "/moderation/acts/",
    ]


def test_in_words_names_reasons_and_notes(desk):
    visitor, comment = desk
    harmless = {address: visitor.open(address) for address in addresses(comment)}
    for text in packed(480, attacks()[::3]):
        Comment.objects.filter(pk=comment.pk).update(source=text, html="", renderer=0)
        Event.objects.exclude(reason="").update(reason=text)
        Report.objects.update(note=text)
        Note.objects.update(text=text)
        Restriction.objects.update(reason=text)
        for address, page in harmless.items():
            check(visitor.open(address), page)


def test_as_names(desk):
    visitor, comment = desk
    harmless = {address: visitor.open(address) for address in addresses(comment)}
    turns = cycle(harmless.items())
    for text in attacks()[::20]:
        type(comment.voice).objects.update(name=text[:60])
        address, page = next(turns)
        check(visitor.open(address), page)


def test_in_searches(desk):
    visitor, _comment = desk
    harmless = visitor.open("/moderation/?queue=all&q=nothing-has-it")
    for text in packed(190, attacks()[::18]):
        page = visitor.client.get("/moderation/", {"queue": "all", "q": text + " nothing-has-it"})
        assert page.status_code == 200
        assert page.content.decode().count("<script") == harmless.html.count("<script")
