"""A thread's HTML is made once for everybody; what is a reader's own is put into its slots."""

import pytest
from django.core.cache import caches
from django.utils import timezone

from discussion.conversation import View
from discussion.conversation.shared import shared_by_all
from discussion.models import Comment, Mute, State, Thread, Visit
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
BRIDGE = "/articles/bridge/"


@pytest.fixture
def root():
    root = say(voice(person("ben")), "The root.", thread=thread(article("bridge")))
    say(voice(person("ada")), "A reply.", under=root)
    return root


def kept():
    """What the last reader's page left for others."""
    (thread,) = Thread.objects.select_related("article")
    return shared_by_all(thread, View.default())


def test_the_pieces_of_two_readers_are_equal_byte_for_byte(root):
    ben, eve = root.voice.user, person("eve")
    vote(voice(eve), root)
    Mute.objects.create(user=eve, voice=root.voice)
    Visit.objects.create(user=eve, thread=root.thread, version=0)
    pieces = []
    for user in (ben, eve, None):
        caches["pages"].clear()
        Visitor(user).open(BRIDGE)
        pieces.append(kept())
    assert pieces[0].slotted.pieces == pieces[1].slotted.pieces == pieces[2].slotted.pieces
    assert [[line.actions for line in piece.lines] for piece in pieces[1:]] == [
        [line.actions for line in pieces[0].lines]
    ] * 2
    assert [len(places) for places in pieces[0].slotted.places.values()] == [2, 2]


def test_nobody_gets_an_empty_slot(root):
    for user in (None, root.voice.user, person(is_staff=True, is_superuser=True)):
        for address in (BRIDGE, f"{BRIDGE}?picks=1", f"{BRIDGE}comments/{root.pk}/"):
            assert "<!--" not in Visitor(user).open(address).html


def test_a_readers_own_is_there_without_script(root):
    ben, eve = root.voice.user, person("eve")
    Visitor().open(BRIDGE)  # another's page was made before
    vote(voice(eve), root)
    Visit.objects.create(user=eve, thread=root.thread, version=root.appeared)
    page = Visitor(eve).open(BRIDGE)
    assert page.button("Vote up Ben's comment").get("aria-pressed") == "true"
    assert page.said(class_="new") == ["New"]
    assert len(page.links("Edit")) == 0
    page = Visitor(ben).open(BRIDGE)
    assert page.button("Vote up Ben's comment").get("disabled") is not None
    assert len(page.links("Edit")) == len(page.links("Delete")) == 1
    assert page.said(class_="new") == []


def test_who_never_was_here_finds_nothing_new(root):
    assert Visitor(person()).open(BRIDGE).said(class_="new") == []


def test_new_comments_are_counted_without_ones_own_and_lead_to_the_first(root):
    eve = person("eve")
    Visit.objects.create(user=eve, thread=root.thread, version=root.appeared)
    say(voice(eve), "Mine.", thread=root.thread)
    say(root.voice, "Held.", thread=root.thread, state=State.HELD)
    page = Visitor(eve).open(BRIDGE)
    (fresh,) = page.all("a", class_="fresh")
    assert "".join(fresh.itertext()).split()[:2] == ["1", "new"]
    reply = Comment.objects.get(source="A reply.")
    assert fresh.get("href") == f"#comment-{reply.pk}"


def test_words_of_somebody_muted_are_folded_for_one_reader_alone(root):
    eve = person("eve")
    Mute.objects.create(user=eve, voice=root.voice)
    assert "You muted this person." in Visitor(eve).open(BRIDGE).words
    assert "You muted this person." in Visitor(eve).open(f"{BRIDGE}comments/{root.pk}/").words
    assert "You muted this person." not in Visitor(person()).open(BRIDGE).words


def test_what_waits_for_review_is_on_its_authors_page_and_in_nobody_elses(root):
    say(root.voice, "Waiting words.", thread=root.thread, state=State.HELD)
    moderator = person(is_staff=True, is_superuser=True)
    for user, sees in ((root.voice.user, True), (moderator, True), (person(), False), (None, False)):
        assert ("Waiting words." in Visitor(user).open(BRIDGE).words) is sees
    assert "Waiting words." not in "".join(kept().slotted.pieces)


def test_every_visible_change_is_seen_at_once(root):
    reader = Visitor()
    assert "The root." in reader.open(BRIDGE).words
    vote(voice(), root)
    assert [score for score in reader.open(BRIDGE).said(class_="score") if score == "1"] == ["1"]
    say(voice(), "Another.", thread=root.thread)
    assert "Another." in reader.open(BRIDGE).words
    Thread.objects.update(state=Thread.State.CLOSED)
    assert reader.open(BRIDGE).links("Reply to Ben") == []


def test_a_comment_that_readers_voted_down_starts_folded_with_its_replies(root):
    Comment.objects.filter(pk=root.pk).update(score=-5, down=5)
    page = Visitor().open(BRIDGE)
    assert "Readers voted this down. Show it" in page.words
    assert page.one("details", class_="replies").get("open") is None
    assert "Readers voted this down. Show it" not in Visitor().open(f"{BRIDGE}comments/{root.pk}/").words


def test_a_reply_says_what_it_answers_where_depth_no_longer_shows_it(root):
    reply = Comment.objects.get(source="A reply.")
    say(root.voice, "An answer to that.", under=reply)
    assert Visitor().open(BRIDGE).said(class_="re") == ["in reply to Ada"]


def test_badges_say_who_speaks(root):
    say(voice(root.thread.article.author), "By the author.", thread=root.thread)
    say(voice(person("chief", is_staff=True)), "By the house.", thread=root.thread)
    assert sorted(Visitor().open(BRIDGE).said(class_="badge")) == ["Author", "Staff"]


def test_picks_are_marked_and_a_filter_shows_them_alone(root):
    assert Visitor().open(BRIDGE).links("Editors’ picks") == []
    reply = Comment.objects.get(source="A reply.")
    Comment.objects.filter(pk=reply.pk).update(picked_at=timezone.now())
    root.thread.touch()
    page = Visitor().open(BRIDGE)
    assert page.said(class_="badge") == ["Editors’ pick"]
    picks = page.follow("Editors’ picks")
    assert picks.said(class_="c-body") == ["A reply."]
    assert picks.said(class_="re") == ["in reply to Ben"]
    assert picks.link("Editors’ picks").get("aria-current") == "true"
    assert picks.follow("Newest").said(class_="c-body") == ["The root.", "A reply."]


def test_where_nothing_is_picked_the_filter_says_so(root):
    assert "The editors have not picked a comment yet." in Visitor().open(f"{BRIDGE}?picks=1").words


def test_what_a_script_posts_comes_back_as_the_comment_alone(root):
    ben = Visitor(root.voice.user)
    token = ben.open(BRIDGE).all("input", name="csrfmiddlewaretoken")[0].get("value")
    sent = {"source": "By script.", "client_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "csrfmiddlewaretoken": token}
    headers = {"HX-Request": "true"}
    for _twice in range(2):
        answer = ben.client.post(f"{BRIDGE}comments/", sent, headers=headers)
        assert answer.status_code == 201
        assert answer.content.decode().strip().startswith("<li data-parent")
        assert b"By script." in answer.content and b"<html" not in answer.content
    own = Comment.objects.get(source="By script.")
    other = Comment.objects.get(source="A reply.")
    answer = ben.client.post(f"/comments/{other.pk}/vote", {"value": 1, "csrfmiddlewaretoken": token}, headers=headers)
    assert answer.status_code == 204
    edit = {"source": "Anew.", "wording": 0, "csrfmiddlewaretoken": token}
    answer = ben.client.post(f"/comments/{own.pk}/wording", edit, headers=headers)
    assert answer.content.decode().strip().startswith('<div class="c-own">') and b"Anew." in answer.content
