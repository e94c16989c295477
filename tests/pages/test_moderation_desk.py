"""The moderators' desk as somebody without script uses it."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.models import Claim, Comment, Event, Report, Rule, State, Subscription, Thread
from discussion.moderating.claiming import claim
from discussion.reporting import weigh_reports
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS, sync_staff
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

DESK = "/moderation/"
HELD = f"{DESK}?queue=held"


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


def staff(role=MODERATORS, handle=None):
    user = person(handle)
    user.groups.add(Group.objects.get(name=role))
    sync_staff(user)
    return user


@pytest.fixture
def mod():
    return staff(handle="mod")


@pytest.fixture
def under():
    return thread(article("bridge"), state=Thread.State.REVIEWED)


def report(comment, rule=Rule.ATTACK, note=""):
    Report.objects.create(comment=comment, voice=voice(), rule=rule, note=note)
    weigh_reports(comment)


def state_of(comment):
    return Comment.objects.get(pk=comment.pk).state


@pytest.mark.parametrize("who", ["nobody", "reader", "editor"])
def test_the_desk_is_for_moderators_alone(who, under):
    user = {"nobody": None, "reader": person(), "editor": staff(EDITORS)}[who]
    if who == "nobody":
        assert "/accounts/login/" in Visitor().open(DESK).address
    else:
        assert Visitor(user).open(DESK).status in (403, 404)


def test_the_second_step_is_asked_for_where_the_site_demands_one(mod, settings):
    settings.STAFF_MFA = True
    assert "2fa" in Visitor(mod).open(DESK).address


def test_comments_are_decided_one_after_the_other_and_the_last_act_is_undone(mod, under):
    first, second = (say(voice(), f"Number {number}.", thread=under) for number in (1, 2))
    page = Visitor(mod).open(HELD)
    assert "Number 1." in page.words and page.one("article", class_="mod-card").get("id") == f"card-{first.pk}"
    page = page.press("Approve")
    assert (state_of(first), page.answers) == (State.PUBLISHED, [303, 200])
    assert page.one("article", class_="mod-card").get("id") == f"card-{second.pk}"
    assert "Approved: what" in page.words
    page = page.press("Undo")
    assert state_of(first) == State.HELD
    assert page.one("article", class_="mod-card").get("id") == f"card-{first.pk}"


def test_a_rejection_asks_for_a_rule_or_words(mod, under):
    comment = say(voice(), thread=under)
    page = Visitor(mod).open(HELD).press("Reject")
    assert (page.status, state_of(comment)) == (422, State.HELD)
    assert "Say why." in page.words
    page.press("Reject", {"In your own words (optional)": "It is about another bridge."})
    event = Event.objects.get(kind=Event.Kind.REFUSED)
    assert (state_of(comment), event.reason) == (State.REFUSED, "It is about another bridge.")


def test_after_the_last_one_the_queue_says_that_nothing_waits(mod, under):
    say(voice(), thread=under)
    page = Visitor(mod).open(HELD).press("Approve")
    assert "That was the last one here." in page.words and "Nothing waits here." in page.words


def test_a_card_has_all_that_helps_to_decide(mod, under):
    ben = voice(person("ben"))
    parent = say(voice(), "What I answer.", thread=thread(article("river")))
    comment = say(ben, "My answer.", under=parent)
    report(comment, Rule.HATE, "He means us.")
    page = Visitor(mod).open(f"{DESK}?queue=reported")
    for words in ("My answer.", "What I answer.", "Hateful or discriminating", "He means us.", "Published: 1"):
        assert words in page.words
    assert page.buttons("Keep") and not page.buttons("Approve")
    checked = [radio.get("value") for radio in page.all("input", name="rule") if "checked" in radio.attrib]
    assert checked == [Rule.HATE]


def test_what_another_has_before_him_is_named_and_cannot_be_decided(mod, under):
    comment, other = say(voice(), thread=under), staff(handle="olga")
    claim(comment.pk, by=other)
    page = Visitor(mod).open(f"{DESK}comments/{comment.pk}/?queue=held")
    assert "Olga has it before him." in page.words
    assert all("disabled" in button.attrib for button in page.buttons("Approve"))
    for button in page.buttons("Approve"):
        del button.attrib["disabled"]
    page = page.press("Approve")
    assert (page.status, state_of(comment)) == (409, State.HELD)


def test_the_first_that_is_free_is_in_focus_and_taken_by_a_button(mod, under):
    taken, free = say(voice(), thread=under), say(voice(), thread=under)
    claim(taken.pk, by=staff())
    page = Visitor(mod).open(HELD)
    assert page.one("article", class_="mod-card").get("id") == f"card-{free.pk}"
    assert not Claim.objects.filter(user=mod).exists()
    page.press("Take it")
    assert Claim.objects.get(user=mod).comment_id == free.pk


def test_own_comments_and_those_of_people_above_have_no_acts(mod, under):
    own, above = say(voice(mod), thread=under), say(voice(staff(ADMINISTRATORS)), thread=under)
    for comment, words in ((own, "Nobody moderates himself."), (above, "Nobody moderates someone above him.")):
        page = Visitor(mod).open(f"{DESK}comments/{comment.pk}/")
        assert words in page.words and not page.buttons("Approve") and not page.buttons("Reject")


def test_the_chosen_are_decided_together_and_undone_together(mod, under):
    said = [say(voice(), f"Number {number}.", thread=under) for number in range(3)]
    page = Visitor(mod).open(f"{DESK}decisions/?queue=held&comment={said[0].pk}&comment={said[1].pk}")
    assert page.heading == "Decide on 2 comments"
    form = {"act": "refuse", "rule": "spam", "comments": f"{said[0].pk},{said[1].pk}", "queue": "held"}
    client = page.visitor.client
    token = page.one("input", name="csrfmiddlewaretoken", of=page.one("form", class_="mod-bulk")).get("value")
    assert client.post(f"{DESK}decisions/", form | {"csrfmiddlewaretoken": token}).status_code == 303
    assert [state_of(comment) for comment in said] == [State.REFUSED, State.REFUSED, State.HELD]
    page = page.visitor.open(f"{DESK}acts/")
    assert "Rejected: 2 comments" in page.words
    page = page.press("Undo “Rejected: 2 comments”")
    assert [state_of(comment) for comment in said] == [State.HELD] * 3
    assert "Undone: 2 acts." in page.words


def test_all_that_a_search_finds_goes_at_once(mod, under):
    for number in range(30):
        say(voice(), "Buy it." if number else "A thought.", thread=under)
    page = Visitor(mod).open(f"{HELD}&q=buy").press("On all that was found")
    assert page.heading == "Decide on 29 comments" and "and 9 more" in page.words


def test_in_place_a_moderator_comes_back_to_the_comment(mod):
    comment = say(voice(person("ben")), thread=thread(article("bridge")))
    assert not Visitor(person()).open("/articles/bridge/").links("Moderate Ben's comment")
    page = Visitor(mod).open("/articles/bridge/").follow("Moderate Ben's comment")
    radio = page.all("input", name="rule")[2]
    radio.set("checked", "")
    page = page.press("Hide")
    assert state_of(comment) == State.HIDDEN
    assert page.address.startswith(f"/articles/bridge/comments/{comment.pk}/")


def test_mails_about_what_waits_are_asked_for_and_ended(mod):
    visitor = Visitor(mod)
    page = visitor.open(HELD)
    token = page.all("input", name="csrfmiddlewaretoken")[0].get("value")
    for pace, paces in (("hourly", ["hourly"]), ("at_once", ["at_once"]), ("", [])):
        visitor.client.post(f"{DESK}mails", {"pace": pace, "csrfmiddlewaretoken": token})
        asked = Subscription.objects.filter(voice__user=mod, kind=Subscription.Kind.REVIEW)
        assert list(asked.values_list("pace", flat=True)) == paces
        assert ("What waits for moderators" in visitor.open("/subscriptions/").words) == bool(paces)


@pytest.mark.parametrize("address", ["/moderation/?queue={}", "/moderation/?queue={}&q=number"])
def test_a_queue_of_thousands_asks_no_more_than_one_of_ten(mod, under, address, client):
    client.force_login(mod)
    ada = voice()
    asked = []
    for count in (10, 10_000):
        held(ada, under, count)
        for queue in ("reported", "held", "new", "all"):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address.format(queue))
            assert page.status_code == 200
            asked.append(len(queries))
    assert asked[:4] == asked[4:] and max(asked) <= 32
    assert "200+" in page.content.decode()


def held(by, under, count):
    """Rows alone, as this is about reading them."""
    numbers = Comment.objects.new_tree_ids(count)
    rows = [
        Comment(
            thread=under,
            voice=by,
            client_id=f"00000000-0000-0000-0000-{number:012}",
            source=f"Number {number}.",
            html=f"<p>Number {number}.</p>",
            renderer=1,
            state=State.HELD,
            report_count=1,
            report_weight=number % 500,
            tree_id=number,
            lft=1,
            rght=2,
            level=0,
        )
        for number in numbers
    ]
    Comment.objects.bulk_create(rows, batch_size=500)
