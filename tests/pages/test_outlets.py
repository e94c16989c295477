"""Who reads what where: every reader, every state of a comment and every address of the site, against the table that is
written down in every_outlet.py.
"""

import re
from collections import defaultdict

import pytest
from django.conf import settings
from django.db import transaction

from discussion.models import Comment, State
from tests.pages.every_comment import AUTHORS, GUEST, MEMBER, NAMED, READERS, WAITING, earlier, name, word, world
from tests.pages.every_outlet import ASKED, MAILED, NOTHING, OUTLETS, READS
from tests.pages.outlet_addresses import addresses, outlets

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


MARKED = re.compile(r"xy[a-z]+zz|qu[a-z]+ill")
MARKERS = {
    *(mark(author, state) for mark in (word, earlier) for author in (*AUTHORS, WAITING) for state in State),
    *map(name, State),
}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """One world for all readers: what a test adds to it is taken back after the test, and the world after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


def test_every_address_that_can_be_opened_has_a_row():
    rows, there = {route.partition(",")[0] for route in OUTLETS}, set(outlets())
    say = (
        "say in tests/pages/every_outlet.py whose comments it shows to whom, or that it is of nothing (docs/recipes.md)"
    )
    assert not there - rows, f"{sorted(there - rows)}: {say}"
    assert not rows - there, f"{sorted(rows - there)}: there is no such address any more"


def test_what_has_a_row_of_its_own_shows_something_to_somebody():
    """Or it would be asked for nothing: what shows nothing to anybody is NOTHING, on purpose."""
    shown = {route for role in READERS for route, outlet in _opened_by(role) if _expected(role, outlet)}
    assert shown == {route for route, outlet in OUTLETS.items() if outlet is not NOTHING}


@pytest.mark.parametrize("role", READERS)
def test_everybody_reads_at_each_address_what_the_table_says(made, role):
    browser, wrong = Browser(made, role), {}
    for route, outlet in _opened_by(role):
        found = browser.marks(addresses(route, made, _asked(role, outlet)))
        expected = _expected(role, outlet)
        if found != expected:
            wrong[route] = f"shows {sorted(found - expected)}, does not show {sorted(expected - found)}"
    assert not wrong, "\n".join(f"{role} at {route}: {what}" for route, what in wrong.items())


@pytest.mark.parametrize("role", READERS)
def test_nobody_counts_what_he_may_not_read(made, role):
    """But for moderators, who count what readers do: what is published, and to himself what is shown to him as that."""
    client, out = made.client(role), Comment.objects.filter(state="published")
    everybodys, voices = out.count(), out.values("voice").distinct().count()
    own = everybodys + (role in ("member", "guest"))
    for page in ("/", "/sections/world/", "/tags/rivers/"):
        assert set(re.findall(r"(\d+) comment", client.get(page).content.decode())) == {str(everybodys)}, page
    words = f"{own} comments from {voices} readers"
    assert f'<span class="count">{words}</span>' in client.get("/articles/bridge/").content.decode()
    assert client.get(made.changes).json()["comments"] == words
    profile = client.get("/people/mara/").content.decode()
    assert re.findall(r"(\d+) comment", profile) == ["2" if role == "member" else "1"]


@pytest.mark.parametrize("role", READERS)
def test_what_is_new_to_somebody_is_what_he_may_read_of_others(made, role):
    others = Comment.objects.exclude(voice__in=[voice.pk for voice in made.voices(role)])
    new = sum(READS.shows(state, role, NAMED) for state in others.values_list("state", flat=True))
    client = made.client(role)
    told = client.get(made.changes).json()
    assert told["count"] == client.get(f"{made.changes}&show=1").content.decode().count("<li ") == new
    voted = [
        str(comment.pk)
        for (author, state), comment in made.said.items()
        if state != State.UNPROVED and READS.shows(state, role, author)
    ]
    assert set(told["votes"]) == {str(made.people.comment.pk), *voted}
    for state in State:  # a root, unless it is kept back, and below it two answers and two that are as it is
        passage = f"#passage-{made.said[MEMBER, state].passage_id}"
        assert told["passages"][passage] == (5 if state == State.PUBLISHED else 2), state


@pytest.mark.parametrize("role", READERS)
def test_a_place_is_left_only_where_something_hangs(made, role):
    """Below a guest's comments hangs nothing."""
    page = made.client(role).get("/articles/bridge/").content.decode()
    for (author, state), comment in made.said.items():
        stands = author != GUEST or READS.shows(state, role, author)
        assert (f'id="comment-{comment.pk}"' in page) == stands, (author, state)


def test_a_mail_tells_what_its_reader_may_read_when_it_leaves(made):
    told = defaultdict(set)
    for message in made.mailed:
        texts = (message.subject, message.body, *(looks for looks, _kind in message.alternatives))
        told[message.to[0]] |= marks_in(" ".join(texts))
    for role, outlet in MAILED.items():
        assert told.pop(made.address(role)) == _expected(role, outlet), role
    authors = {f"{name(state)}@example.org": {name(state), word(NAMED, state)} for state in ("refused", "hidden")}
    assert {address: marks for address, marks in told.items() if marks} == authors


def _opened_by(role):
    """A superuser sees as an administrator does, but for the admin."""
    for route, outlet in OUTLETS.items():
        if role in outlet.to and (role != "superuser" or route.startswith("admin:")):
            yield route, outlet


def _asked(role, outlet):
    """Whose comments stand in the addresses: a guest is asked about his own as well as about others'."""
    if outlet.of in (ASKED, AUTHORS):
        return (MEMBER, GUEST) if "guest" in role else (MEMBER,)
    return [author for author in outlet.of if author in AUTHORS]


def _expected(role, outlet):
    said = _asked(role, outlet) if outlet.of == ASKED else outlet.of
    words = {word(one, state) for one in said for state in State if outlet.words.shows(state, role, one)}
    before = {earlier(one, state) for one in said for state in State if outlet.earlier.shows(state, role, one)}
    return words | before | {name(state) for state in State if outlet.names.shows(state, role, NAMED)}


def marks_in(text):
    return MARKERS.intersection(MARKED.findall(text.lower()))


class Browser:
    """Stays who he is, also where a page logs him out."""

    def __init__(self, made, role):
        self.made, self.role = made, role
        self._come_in()

    def marks(self, asked):
        """What of anybody's comments stands at these addresses."""
        return {mark for address in asked for mark in marks_in(self._open(address))}

    def _open(self, address):
        page = b"".join(self.client.get(address)).decode(errors="replace")
        if self._known_by() != self.is_he:
            self._come_in()
        return page

    def _come_in(self):
        self.client = self.made.client(self.role)
        self.is_he = self._known_by()

    def _known_by(self):
        names = (settings.SESSION_COOKIE_NAME, settings.GUEST_COOKIE_NAME)
        return [self.client.cookies[name].value for name in names if name in self.client.cookies]
