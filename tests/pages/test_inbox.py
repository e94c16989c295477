"""The inbox: what is new, for whom, and that only a button makes it seen."""

import pytest
from django.test import Client

from discussion.models import Comment, Mail, Notice, State, Subscription, Voice
from discussion.notifications.inbox import notices_of
from discussion.passages import Chosen
from discussion.posting import change_state
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

INBOX = "/inbox/"
Reason = Notice.Reason


@pytest.fixture
def ben():
    return person("ben", display_name="Ben")


@pytest.fixture
def answer(ben):
    root = say(voice(ben), "The root.", thread=thread(article("bridge")))
    return say(voice(person("ada", display_name="Ada")), "An **answer**, A&B <3\n\nof two parts.", under=root)


def tell(user, comment, reason=Reason.MINE):
    return Notice.objects.get_or_create(voice=voice(user), comment=comment, defaults={"reason": reason})[0]


def test_an_answer_is_in_the_inbox_with_its_beginning_and_leads_there(ben, answer):
    tell(ben, answer)
    visitor = Visitor(ben)
    page = visitor.open("/").follow("1 new in your inbox")
    assert page.heading == "Your inbox" and "Headline of bridge" in page.words
    assert "An answer, A&B <3 of two parts." in page.words
    assert page.said(class_="new") == ["New"]
    assert page.follow("Ada answered you").address == f"/articles/bridge/comments/{answer.pk}/"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.BRANCH, "Ada answered below a comment that you follow"),
        (Reason.AUTHOR, "Ada commented on your article"),
        (Reason.THREAD, "Ada commented"),
    ],
)
def test_it_says_why(ben, answer, reason, words):
    Notice.objects.all().delete()
    tell(ben, answer, reason)
    assert Visitor(ben).open(INBOX).links(words)


def test_it_says_on_which_words_and_asks_no_more_for_that(ben, django_assert_num_queries):
    under = thread(article("bridge", body=f"<p>The bridge of www.example.org {'and on ' * 40}</p>"))
    for quote in ("The bridge", "of www.example.org", "and on " * 30 + "and on"):
        tell(ben, say(voice(), thread=under, chosen=Chosen(quote)), Reason.THREAD)
    page = Visitor(ben).open(INBOX)
    assert "on “The bridge”" in page.words and "on “of [link]”" in page.words
    assert max(len(words) for words in page.said(class_="on-words")) <= 130
    here = Voice.objects.select_related("user").get(user=ben)
    with django_assert_num_queries(2):
        assert [notice.comment.passage.start for notice in notices_of(here)] == [30, 11, 0]


def test_a_page_is_full_though_most_may_not_be_read_any_more(ben, monkeypatch):
    monkeypatch.setattr("discussion.notifications.inbox.LOOKED_AT", 3)
    under = thread(article("bridge"))
    said = [say(voice(), thread=under) for _ in range(10)]
    for comment in said:
        tell(ben, comment, Reason.THREAD)
    Comment.objects.filter(pk__in=[comment.pk for comment in said[2:9]]).update(state=State.HIDDEN)
    here = Voice.objects.select_related("user").get(user=ben)
    assert [notice.comment for notice in notices_of(here)] == [said[9], said[1], said[0]]


def test_only_the_button_makes_it_seen(ben, answer):
    notice = tell(ben, answer)
    visitor = Visitor(ben)
    page = visitor.open(INBOX)
    page.follow("Ada answered you")
    assert visitor.open("/").links("1 new in your inbox")
    later = tell(ben, say(voice(), under=answer.parent))
    page = page.press("Mark all as read")
    assert (page.answers, page.address) == ([303, 200], INBOX)
    assert "1 is new to you." in page.words
    notice.refresh_from_db()
    later.refresh_from_db()
    assert notice.seen_at and not later.seen_at
    page = page.press("Mark all as read")
    assert not page.buttons("Mark all as read") and page.links("Inbox") and page.said(class_="new") == []


def test_it_is_ones_own(ben, answer):
    tell(ben, answer)
    page = Visitor(person("eve")).open(INBOX)
    assert "Nothing yet." in page.words and page.links("Inbox")
    client = Client()
    client.force_login(person("mallory"))
    client.post(INBOX, {"up_to": "999999"})
    assert Notice.objects.get(voice__user=ben).seen_at is None
    assert not Visitor().open("/").links("Inbox")


def test_who_never_spoke_has_an_empty_one_and_looking_makes_no_voice(django_user_model):
    eve = person("eve")
    assert "Nothing yet." in Visitor(eve).open(INBOX).words
    assert not hasattr(django_user_model.objects.get(pk=eve.pk), "voice")


def test_what_was_hidden_since_is_neither_listed_nor_counted(ben, answer):
    tell(ben, answer)
    change_state(Comment.objects.get(pk=answer.pk), State.HIDDEN)
    page = Visitor(ben).open(INBOX)
    assert "Ada" not in page.html and page.links("Inbox")


def test_older_ones_are_on_further_pages(ben, answer):
    for _ in range(25):
        tell(ben, say(voice(), under=answer.parent))
    page = Visitor(ben).open(INBOX)
    first = page.all("article", class_="told-line")
    page = page.follow("Older")
    second = page.all("article", class_="told-line")
    assert len(first) == 20 and len(first) + len(second) == Notice.objects.filter(voice__user=ben).count()
    assert not {one.get("aria-labelledby") for one in first} & {one.get("aria-labelledby") for one in second}
    assert not page.buttons("Mark all as read")


@pytest.mark.parametrize("number", ["x", "-1", "٣", "9" * 30, ""])
def test_nonsense_is_a_bad_request(client, ben, answer, number):
    client.force_login(ben)
    assert client.get(INBOX, {"before": number}).status_code == 400
    assert client.post(INBOX, {"up_to": number}).status_code == 400


def test_it_asks_the_same_of_few_and_of_many(client, ben, answer, django_assert_max_num_queries):
    for _ in range(20):
        tell(ben, say(voice(), under=answer.parent))
    client.force_login(ben)
    with django_assert_max_num_queries(8):
        assert client.get(INBOX).status_code == 200


# The outbox that staff looks at


@pytest.fixture
def mail(ben, answer, settings):
    settings.STAFF_MFA, settings.DEMO = False, True
    asked = {"kind": Subscription.Kind.MINE, "pace": Subscription.Pace.AT_ONCE, "address": ben.email}
    return Mail.objects.get_or_create(voice=voice(ben), comment=answer, defaults=asked)[0]


def test_staff_reads_the_outbox_of_the_demo(mail):
    page = Visitor(person("sam", is_staff=True)).open("/-/mails/")
    assert page.heading == "Outbox" and "ben@example.org" in page.words
    page = page.visitor.open(f"/-/mails/{mail.pk}/")
    assert "An answer" in page.words and "List-Unsubscribe-Post" in page.words
    looks = page.visitor.open(f"/-/mails/{mail.pk}/html")
    assert "An answer" in looks.html
    policy = looks.response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy


def test_elsewhere_it_takes_a_permission(mail, settings):
    settings.DEMO = False
    for address in ("/-/mails/", f"/-/mails/{mail.pk}/", f"/-/mails/{mail.pk}/html"):
        assert Visitor(person(is_staff=True)).open(address).status == 403
        assert Visitor(person(is_staff=True, is_superuser=True)).open(address).status == 200


@pytest.mark.parametrize("who", ["nobody", "a reader"])
def test_others_read_no_mails(mail, who):
    page = Visitor(None if who == "nobody" else person()).open(f"/-/mails/{mail.pk}/")
    assert page.heading != "Outbox" and "An answer" not in page.words


def test_staff_proves_who_it_is_as_in_the_newsroom(mail, settings):
    settings.STAFF_MFA = True
    assert "An answer" not in Visitor(person(is_staff=True)).open(f"/-/mails/{mail.pk}/").words
