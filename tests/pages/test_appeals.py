"""Appealing, and answering appeals, as people do it on pages without script."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.appealing import appeal, decision_about
from discussion.guests.keys import link_token
from discussion.models import Appeal, Comment, Notice, NoticeText, State
from discussion.notifications.decided import tell_decision
from people.roles import ADMINISTRATORS, MODERATORS, sync_staff
from tests.discussion.deciding_mails import decide
from tests.discussion.standing import guest
from tests.factories import article, person, say, thread, voice
from tests.pages.attacks import bad_links, packed, skeleton
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db

QUEUE, WHY, ANSWER = "/moderation/appeals/", "Why is the decision wrong?", "Answer to the author (optional)"
GRANT, DENY = "Grant: publish the comment", "Deny: the decision stands"


@pytest.fixture(autouse=True)
def the_desk_opens(settings):
    settings.STAFF_MFA = False


def staff(handle, role=MODERATORS):
    user = person(handle)
    user.groups.add(Group.objects.get(name=role))
    sync_staff(user)
    return user


@pytest.fixture
def mod():
    return staff("mod")


@pytest.fixture
def ben():
    return person("ben")


@pytest.fixture
def down(mod, ben):
    comment = say(voice(ben), "It is a bridge.", thread=thread(article("bridge")))
    decide("hide", comment, by=mod, reason="It calls somebody a fool.")
    return Comment.objects.select_related("voice").get(pk=comment.pk)


def address(comment):
    return f"/comments/{comment.pk}/appeal"


def appealed(comment, text="It calls nobody anything."):
    return appeal(decision=decision_about(comment), by=comment.voice, text=text)


def test_an_author_appeals_from_his_inbox_and_sees_how_it_stands(down, ben):
    tell_decision(decision_about(down))
    inbox = Visitor(ben).open("/inbox/")
    assert "Your comment was taken down" in inbox.words and "It calls somebody a fool." in inbox.words
    page = inbox.follow("Appeal")
    assert page.heading == "Appeal against a decision" and "It is a bridge." in page.words
    assert "Attacks a person" in page.words and "It calls somebody a fool." in page.words
    after = page.press("Send the appeal", {WHY: "It calls nobody anything."})
    assert after.answers == [303, 200] and "You have appealed." in after.words
    assert "It calls nobody anything." in after.words and not after.buttons("Send the appeal")
    assert Appeal.objects.get().text == "It calls nobody anything."
    assert not Visitor(ben).open("/inbox/").links("Appeal")


def test_a_moderators_name_is_on_none_of_its_pages(down, ben):
    tell_decision(decision_about(down))
    for path in ("/inbox/", address(down)):
        assert "Mod " not in Visitor(ben).open(path).words + " "


def test_nothing_said_is_asked_again(down, ben):
    page = Visitor(ben).open(address(down)).press("Send the appeal", {WHY: "  "})
    assert page.status == 422 and "Say why the decision is wrong." in page.words and not Appeal.objects.exists()


def test_what_is_too_long_is_kept_for_its_author(down, ben):
    page = Visitor(ben).open(address(down)).press("Send the appeal", {WHY: "x" * 2001})
    assert page.status == 422 and page.text_in(WHY) == "x" * 2001


@pytest.mark.parametrize("who", ["a reader", "a moderator", "nobody"])
def test_others_find_no_such_page(down, mod, who):
    visitor = Visitor({"a reader": person(), "a moderator": mod, "nobody": None}[who])
    page = visitor.open(address(down))
    assert page.status == 404 or page.address.startswith("/accounts/login/")
    assert "It is a bridge." not in page.words


def test_of_what_is_out_there_is_nothing_to_appeal_against(ben):
    comment = say(voice(ben), thread=thread())
    page = Visitor(ben).open(address(comment))
    assert "There is no decision" in page.words and not page.buttons("Send the appeal")
    visitor = Visitor(ben)
    token = visitor.open("/accounts/email/").response.context["csrf_token"]
    answer = visitor.client.post(address(comment), {"source": "But.", "csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 403 and not Appeal.objects.exists()


def test_a_guest_appeals_on_the_page_that_his_mail_leads_to(mod):
    comment = say(guest("cem@example.org"), "A guest's.", thread=thread(article("bridge")))
    decide("hide", comment, by=mod)
    mine = Visitor().open(f"/mine/{link_token('cem@example.org')}/")
    after = mine.follow("Appeal").press("Send the appeal", {WHY: "It is true."})
    assert after.answers == [303, 200] and "You have appealed." in after.words
    assert Appeal.objects.get().voice == comment.voice
    assert "csrftoken" not in after.visitor.client.cookies
    say(guest("eve@example.org", "Eve"), thread=comment.thread)
    other = Visitor().open(f"/mine/{link_token('eve@example.org')}/comments/{comment.pk}/appeal")
    assert other.status == 404


def test_another_moderator_grants_and_the_comment_is_back(down):
    appealed(down)
    page = Visitor(staff("other")).open(QUEUE)
    assert "It is a bridge." in page.words and "It calls nobody anything." in page.words
    assert "Attacks a person" in page.words and "It calls somebody a fool." in page.words
    after = page.press(GRANT, {ANSWER: "You were right."})
    assert after.address == QUEUE and "No appeal waits." in after.words
    down.refresh_from_db()
    assert down.state == State.PUBLISHED and Appeal.objects.get().answer == "You were right."
    decided = after.follow("Decided")
    assert "Granted: the comment is back" in decided.words and "You were right." in decided.words


def test_a_no_needs_words(down):
    appealed(down)
    page = Visitor(staff("other")).open(QUEUE).press(DENY)
    assert page.status == 403 and "Say why: the author is told." in page.words
    after = page.press(DENY, {ANSWER: "It does."})
    assert after.answers == [303, 200] and Appeal.objects.get().outcome == Appeal.Outcome.DENIED


def test_who_decided_first_sees_it_and_has_no_button(down, mod):
    one = appealed(down)
    page = Visitor(mod).open(QUEUE)
    assert "another moderator must decide" in page.words and not page.buttons(GRANT) and not page.buttons(DENY)
    token = str(page.visitor.open("/accounts/email/").response.context["csrf_token"])
    fields = {"do": "grant", "answer": "", "csrfmiddlewaretoken": token}
    answer = page.visitor.client.post(f"{QUEUE}{one.pk}/", fields)
    assert answer.status_code == 403 and Appeal.objects.get().outcome == Appeal.Outcome.OPEN


def test_the_most_urgent_stands_first_and_what_is_late_says_so(mod):
    under = thread(article("bridge"))
    said = [say(voice(person(name)), thread=under) for name in ("ada", "cem", "dan")]
    decide("hide", *said, by=mod)
    for days, comment in zip((3, -1, 5), said, strict=True):
        one = appealed(Comment.objects.select_related("voice").get(pk=comment.pk))
        Appeal.objects.filter(pk=one.pk).update(deadline_at=timezone.now() + timedelta(days=days))
    page = Visitor(staff("other")).open(QUEUE)
    assert [words_of(heading) for heading in page.all("h2")] == ["Appeal of Cem", "Appeal of Ada", "Appeal of Dan"]
    assert page.words.count("Overdue") == 1 and page.words.index("Overdue") < page.words.index("Appeal of Ada")


@pytest.mark.parametrize("who", ["a reader", "an editor"])
def test_the_queue_is_for_moderators(down, who):
    appealed(down)
    user = person() if who == "a reader" else staff("editor", "Editors")
    page = Visitor(user).open(QUEUE)
    assert "It calls nobody" not in page.words and (page.status in (403, 404) or "log" in page.address.lower())


def test_a_longer_queue_asks_no_more_of_the_database(mod):
    under, visitor = thread(article("bridge")), Visitor(staff("other"))
    counts = []
    for many in (2, 12):
        said = [say(voice(), thread=under) for _number in range(many)]
        decide("hide", *said, by=mod)
        for comment in Comment.objects.select_related("voice").filter(pk__in=[one.pk for one in said]):
            appealed(comment)
        visitor.open(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            visitor.open(QUEUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_attacks_in_all_that_can_be_said_are_text(mod, ben):
    under, other = thread(article("bridge")), Visitor(staff("other"))
    bones = {}
    for text in ["Harmless.", *list(packed(1900))[::12]]:
        comment = say(voice(ben), "The words.", thread=under)
        decide("hide", comment, by=mod, reason=text)
        comment = Comment.objects.select_related("voice").get(pk=comment.pk)
        appealed(comment, text)
        tell_decision(decision_about(comment))
        pages = [other.open(QUEUE), Visitor(ben).open(address(comment)), Visitor(ben).open("/inbox/")]
        Notice.objects.all().delete()
        pages.append(pages[0].press(DENY, {ANSWER: text[:1900]}).follow("Decided"))
        Appeal.objects.filter(decision__comment=comment).update(decided_at="2020-01-01T00:00Z", outcome="moot")
        for place, page in enumerate(pages):
            assert page.status == 200 and bad_links(page) == []
            bare = [bone for bone in skeleton(page) if bone[0] not in ("br", "p")]
            assert bones.setdefault(place, bare) == bare


def test_an_administrator_words_a_notice_and_sees_it_first():
    visitor = Visitor(staff("chief", ADMINISTRATORS))
    page = visitor.open("/admin/discussion/noticetext/add/")
    assert "{appeal}" in page.words and "The usual words" in page.words
    fields = {"kind": "hidden", "rule": "spam", "text": "No adverts, {rule}.\r\n\r\n<b>{reason}</b>\r\n\r\n{comment}"}
    token = {"csrfmiddlewaretoken": page.all("input", name="csrfmiddlewaretoken")[0].get("value")}
    shown = visitor.client.post(page.address, fields | token | {"_preview": "1"}).content.decode()
    assert "No adverts, Spam or advertising." in shown and "&lt;b&gt;It calls somebody names.&lt;/b&gt;" in shown
    assert not NoticeText.objects.exists()
    wrong = visitor.client.post(page.address, fields | token | {"text": "{comment.voice.email} {rule}"})
    assert "There is no such placeholder: {comment.voice.email}." in wrong.content.decode()
    assert visitor.client.post(page.address, fields | token).status_code == 302
    assert NoticeText.objects.get().rule == "spam"
