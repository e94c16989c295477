"""The log: what everybody may read of it, what moderators read and undo there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.models import Comment, Event, LogEntry, Restriction, Rule, State
from discussion.moderating import ACTS, moderate, suspend_person, undo
from discussion.moderating.chain import chain
from discussion.posting import change_state
from people.roles import EDITORS
from tests.discussion.moderated import a_busy_day, staff
from tests.factories import article, person, say, thread, voice
from tests.pages.attacks import packed
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


LOG, FULL = "/moderation/log/", "/moderation/log/all/"


def link_all():
    while chain():
        pass


def shown(address=LOG, user=None):
    client = Client()
    if user:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def rows(user=None, address=LOG):
    return [words_of(row) for row in Visitor(user).open(address).all("li", class_="logged")]


def shadow_ban(member, by):
    """As the verb for it does: the restriction, the fact, and what he said is his alone."""
    Restriction.objects.create(kind=Restriction.Kind.SHADOW, voice=member, by=by, reason="Secretly.")
    Event.objects.create(kind=Event.Kind.RESTRICTED, about=member, by=by, reason="Secretly.", batch=uuid4())


def test_strangers_read_what_was_done_by_which_rule_and_what_was_undone():
    a_busy_day()
    said = rows()
    assert len(said) == 6
    assert said[0].startswith("Discussion closed The discussion under")
    assert "Undone: Hidden" in said[2]
    assert "Undone since" in said[3]
    assert any("Rejected Attacks a person A comment under" in row for row in said)
    assert all("a moderator" in row for row in said)


def test_it_repeats_no_words_and_names_nobody():
    mod = staff(handle="strictmod")
    comments = a_busy_day(by=mod)
    html = shown()
    for word in ("Strictmod", "Idiot", "Off the subject", "All is said"):
        assert word not in html
    for comment in comments:
        assert comment.source not in html
        assert comment.voice.name not in html


def test_moderators_are_named_and_reasons_printed_where_the_site_says_so(settings):
    settings.LOG_NAMES = settings.LOG_REASONS = True
    a_busy_day(by=staff(handle="strictmod"))
    html = shown()
    assert "Strictmod" in html
    assert "Off the subject." in html


def test_what_was_decided_of_people_names_nobody_even_with_reasons(settings):
    settings.LOG_REASONS = True
    member = voice(person("villain"))
    until = timezone.now() + timedelta(days=1)
    suspend_person(voice=member, until=until, reason="Villain again.", by=staff())
    link_all()
    assert "illain" not in shown()
    assert [row.split(" Nov")[0].startswith("Suspended") for row in rows()] == [True]


def test_a_shadow_ban_leaves_the_page_as_it_was():
    mod = staff()
    member = voice(person("villain"))
    said = say(member, thread=thread())
    a_busy_day(by=mod)
    before = shown()
    shadow_ban(member, voice(mod))
    change_state(said, State.SHADOWED)
    restored = moderate([said.pk], ACTS["restore"], by=mod)
    undo(restored.batch, by=mod)
    link_all()
    assert LogEntry.objects.count() == 9
    assert shown() == before
    assert "Secretly." in shown(FULL, mod)


@pytest.mark.parametrize("kind", [Event.Kind.RESTRICTED, Event.Kind.RESTRICTION_LIFTED])
def test_no_restriction_can_be_asked_for(kind):
    assert Client().get(f"{LOG}?act={kind}").status_code == 400
    assert kind not in shown()


def test_a_shadowed_comment_is_linked_as_a_published_one():
    mod, under = staff(), thread()
    first, second = (say(voice(), thread=under) for _ in range(2))
    moderate([first.pk, second.pk], ACTS["keep"], by=mod)
    link_all()
    change_state(first, State.SHADOWED)
    html = shown()
    for comment in (first, second):
        assert f"/comments/{comment.pk}/" in html


def test_what_is_taken_down_leads_to_the_discussion_that_it_was_in():
    refused, *_others = a_busy_day()
    html = shown(f"{LOG}?act=refused")
    assert f"/comments/{refused.pk}/" not in html
    assert f'{refused.thread.article.get_absolute_url()}#discussion"' in html


def test_articles_that_are_not_out_are_not_named():
    comments = a_busy_day()
    told = comments[0].thread.article
    type(told).objects.filter(pk=told.pk).update(state="draft")
    assert told.headline not in shown()
    assert told.slug not in shown()


def test_it_can_be_narrowed_to_an_act_and_an_article():
    comments = a_busy_day()
    a_busy_day()
    slug = comments[0].thread.article.slug
    assert len(rows(address=f"{LOG}?act=hidden")) == 4
    assert len(rows(address=f"{LOG}?article={slug}")) == 6
    assert len(rows(address=f"{LOG}?act=refused&article={slug}")) == 1


@pytest.mark.parametrize(
    "query", ["act=x", "act=posted", "article=nowhere", "before=0", "before=-1", "before=١", "before=" + "9" * 30]
)
@pytest.mark.parametrize("page", [LOG, FULL])
def test_what_leads_nowhere_is_answered_with_words(page, query):
    client = Client()
    client.force_login(staff())
    assert client.get(f"{page}?{query}").status_code == 400


@pytest.mark.parametrize("page", [LOG, FULL])
def test_page_by_page_each_row_comes_once(page):
    mod, under = staff(), thread()
    moderate([say(voice(), thread=under).pk for _ in range(120)], ACTS["keep"], by=mod)
    link_all()
    visitor, seen, address = Visitor(mod), [], page
    for expected in (50, 50, 20):
        opened = visitor.open(address)
        found = [link.get("href") for link in opened.links() if "/comments/" in link.get("href")]
        assert len(found) == expected
        seen += found
        more = [link.get("href") for link in opened.links() if "before=" in link.get("href")]
        address = page + more[0] if more else None
    assert address is None
    assert len(set(seen)) == 120


@pytest.mark.parametrize("page", [LOG, FULL])
def test_it_asks_the_same_of_few_and_many(page):
    mod = staff()
    a_busy_day(by=mod)
    counts = []
    for _ in range(2):
        client = Client()
        client.force_login(mod)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
        for _day in range(5):
            a_busy_day(by=mod)
    assert counts[0] == counts[1] <= 12


def test_the_digest_is_that_of_the_newest_row():
    a_busy_day()
    assert LogEntry.objects.latest("number").digest in shown()


def test_every_page_leads_there():
    assert f'href="{LOG}"' in shown("/")


def test_attacks_in_reasons_stay_text(settings):
    settings.LOG_REASONS = settings.LOG_NAMES = True
    mod, under = staff(), thread()
    for text in packed(900):
        moderate([say(voice(), thread=under).pk], ACTS["hide"], by=mod, reason=text)
    link_all()
    for user, address in ((None, LOG), (mod, FULL)):
        page = Visitor(user).open(address)
        assert page.all("p", class_="logged-why")
        for why in page.all("p", class_="logged-why"):
            assert len(why) == 0


def test_moderators_read_names_reasons_and_people():
    mod = staff(handle="strictmod")
    refused, *_others = a_busy_day(by=mod)
    html = shown(FULL, mod)
    for words in ("Strictmod", "is an attack", refused.voice.name):
        assert words in html


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("a reader", 302), ("an editor", 404)])
def test_others_do_not(who, status):
    client = Client()
    if who != "nobody":
        client.force_login(person() if who == "a reader" else staff(EDITORS))
    assert client.get(FULL).status_code == status


def test_a_moderator_undoes_a_batch_from_the_log():
    mod, under = staff(), thread()
    pks = [say(voice(), thread=under).pk for _ in range(3)]
    moderate(pks, ACTS["hide"], by=mod, rule=Rule.SPAM)
    client = Client()
    client.force_login(mod)
    assert client.get(FULL).content.decode().count("Undo all 3") == 1
    batch = Event.objects.filter(kind=Event.Kind.HIDDEN).first().batch
    response = client.post(f"/moderation/undo/{batch}/", {"next": f"{FULL}?act=hidden"}, follow=True)
    assert response.redirect_chain == [(f"{FULL}?act=hidden", 303)]
    assert "Undone: 3 acts." in response.content.decode()
    assert set(Comment.objects.filter(pk__in=pks).values_list("state", flat=True)) == {State.PUBLISHED}


def test_a_second_undo_is_told_that_it_is_undone_already():
    mod = staff()
    batch = moderate([say(voice(), thread=thread()).pk], ACTS["hide"], by=mod, rule=Rule.SPAM).batch
    client = Client()
    client.force_login(mod)
    assert client.post(f"/moderation/undo/{batch}/").status_code == 303
    assert "It is undone already." in client.post(f"/moderation/undo/{batch}/", follow=True).content.decode()


def test_undo_leads_to_no_other_site():
    mod = staff()
    batch = moderate([say(voice(), thread=thread()).pk], ACTS["hide"], by=mod, rule=Rule.SPAM).batch
    client = Client()
    client.force_login(mod)
    assert (
        client.post(f"/moderation/undo/{batch}/", {"next": "//evil.example/"}).headers["Location"]
        == "/moderation/acts/"
    )


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("a reader", 302), ("an editor", 404)])
def test_others_undo_nothing(who, status):
    said = say(voice(), thread=thread(article()))
    batch = moderate([said.pk], ACTS["hide"], by=staff(), rule=Rule.SPAM).batch
    client = Client()
    if who != "nobody":
        client.force_login(person() if who == "a reader" else staff(EDITORS))
    assert client.post(f"/moderation/undo/{batch}/").status_code == status
    said.refresh_from_db()
    assert said.state == State.HIDDEN


def test_a_batch_that_is_not_there_is_named():
    client = Client()
    client.force_login(staff())
    assert "nothing to undo" in client.post(f"/moderation/undo/{uuid4()}/", follow=True).content.decode()
