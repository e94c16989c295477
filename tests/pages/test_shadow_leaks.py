"""What is in the shadow leaves no trace on any page of others: each is as if it had never been written."""

import re

import pytest
from django.conf import settings
from django.test import Client

from discussion.guests.devices import remember
from discussion.models import Comment, Restriction, State
from discussion.moderating import restrict
from discussion.passages import Chosen
from people.roles import MODERATORS
from tests.discussion.mailing import expand
from tests.discussion.test_moderating import staff
from tests.factories import person, say, voice, vote
from tests.pages.every_url import cast, pages
from tests.pages.reading import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARKER, NAME = "Xyloquentmarker", "Zedbald Quill"
# What differs from one opening of a page to the next, whoever wrote what: tokens, stamps, ids of forms, versions.
BEFORE = (
    *(rf'name="{name}" value="' for name in ("csrfmiddlewaretoken", "made", "client_id", "version")),
    *('data-version="', '"version": ', '"made": "', "/accounts/confirm-email/"),
)
CHANGING = re.compile("|".join([*(rf'(?<={before})[^"/,<]+' for before in BEFORE), "(?<=<p>Made on )[^<]+"]))
OF_ONE = (
    "/articles/bridge/comments/{pk}/",
    "/comments/{pk}/replies",
    "/comments/{pk}/vote?value=1",
    "/comments/{pk}/wording",
    "/comments/{pk}/wordings",
    "/comments/{pk}/withdrawal",
    "/comments/{pk}/subscription",
)


@pytest.fixture
def site():
    return cast()


def browser(site, role):
    client = Client()
    if role == "member":
        client.force_login(site.ben)
    if role == "guest":
        client.cookies[settings.GUEST_COOKIE_NAME] = remember(site.guests.voice)
    return client


def every_page(site):
    under = site.comment.thread_id
    return [
        *pages(site),
        *(f"/threads/{under}/changes?since={since}{show}" for since in (0, 3) for show in ("", "&show=1")),
        f"/people/?starts=zed&thread={under}",
        "/people/?starts=quill",
        "/articles/bridge/?feedback=1",
        "/articles/bridge/?picks=1",
        "/articles/bridge/?sort=oldest",
        "/",
    ]


def seen(client, addresses):
    found = {}
    for address in addresses:
        response = client.get(address)
        found[address] = (response.status_code, CHANGING.sub("", b"".join(response).decode(errors="replace")))
    return found


def says(zed, site):
    """A root, answers to others and to himself, and one on a passage of its own; all with the marker."""
    under = site.comment.thread
    said = [say(zed, f"{MARKER} for @ben.", thread=under), say(zed, f"{MARKER} again.", under=site.comment)]
    said.append(say(zed, f"{MARKER} to himself.", under=said[0]))
    return [*said, say(zed, f"{MARKER} of words.", thread=under, chosen=Chosen("text of"))]


@pytest.mark.parametrize("when", ["banned before", "banned after"])
@pytest.mark.parametrize("role", ["stranger", "member", "guest"])
def test_every_page_of_others_is_as_if_it_had_never_been_written(site, role, when):
    mod, zed = staff(MODERATORS), voice(person("zed", display_name=NAME))
    expand()
    addresses, client = every_page(site), browser(site, role)
    seen(client, addresses)  # what the first opening leaves behind, a session for one, is there for both
    before = seen(client, addresses)
    if when == "banned before":
        restrict(kind=Restriction.Kind.SHADOW, voice=zed, by=mod, reason="A machine.")
        said = says(zed, site)
    else:
        said = says(zed, site)
        vote(site.ada.voice, said[0])
        expand()  # notices and mails that were made of it in time
        restrict(kind=Restriction.Kind.SHADOW, voice=zed, by=mod, reason="A machine.", comments_too=True)
    assert {Comment.objects.get(pk=one.pk).state for one in said} == {State.SHADOWED}
    expand()
    after = seen(client, addresses)
    leaks = [address for address in addresses if MARKER in after[address][1] or NAME in after[address][1]]
    assert leaks == []
    assert [address for address in addresses if after[address] != before[address]] == []
    own = [pattern.format(pk=one.pk) for one in said for pattern in OF_ONE]
    own.append(f"/articles/bridge/passages/{said[-1].passage_id}/")
    assert {client.get(address).status_code for address in own} <= {404, 302}
    assert not any(MARKER in client.get(address, follow=True).content.decode() for address in own)


def test_his_own_pages_are_those_of_a_comment_like_any_other(site):
    zed = voice(person("zed", display_name=NAME))
    restrict(kind=Restriction.Kind.SHADOW, voice=zed, by=staff(MODERATORS), reason="A machine.")
    others = Visitor().open("/articles/bridge/").one(class_="count").text
    said = says(zed, site)[0]
    visitor = Visitor(zed.user)
    page = visitor.open("/articles/bridge/?sort=newest")
    assert MARKER in page.words and page.one(class_="count").text != others
    assert not page.all(class_="badge-wait")
    assert page.links(f"Reply to {NAME}")
    alone = visitor.open(f"/articles/bridge/comments/{said.pk}/")
    assert MARKER in alone.words and not alone.all(class_="badge-wait")
    assert visitor.open(f"/comments/{said.pk}/replies").status == 200
    profile = visitor.open("/people/zed/")
    assert "4 comments" in profile.words and not profile.all(class_="badge-wait")


def test_a_moderator_sees_that_it_is_in_the_shadow(site):
    zed = voice(person("zed", display_name=NAME))
    restrict(kind=Restriction.Kind.SHADOW, voice=zed, by=staff(MODERATORS), reason="A machine.")
    says(zed, site)
    page = Visitor(site.moderator).open("/articles/bridge/?sort=newest")
    assert MARKER in page.words and str(State.SHADOWED.label) in page.words
