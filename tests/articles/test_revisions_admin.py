"""The history of an article's text in the admin, without script."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article
from articles.revising import revise
from articles.saving import SAVED
from tests.factories import article, person
from tests.guards.test_headers import POLICY, policy_of
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

OLD, NEW = "<p>Nobody expected the ferry.</p>", "<p>Nobody expected the old ferry.</p><p>It came back.</p>"


@pytest.fixture(autouse=True)
def without_second_factors(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def elin():
    user = person("elin", display_name="Elin Marsh", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return user


@pytest.fixture
def desk(elin):
    return Visitor(elin)


@pytest.fixture
def told():
    return article(body=OLD)


def pages(told, number=None):
    return f"/admin/articles/article/{told.pk}/revisions/" + (f"{number}/" if number else "")


def form_of(desk):
    """A client in her session whose posts need no token."""
    client = Client()
    client.cookies = desk.client.cookies
    return client


def save(desk, told, **others):
    fields = {name: getattr(told, name) for name in ("headline", "slug", "standfirst", "body", "state", "support")}
    fields |= {"section": told.section_id, "author": told.author_id, "published_at_0": "", "published_at_1": ""}
    answer = form_of(desk).post(f"/admin/articles/article/{told.pk}/change/", fields | others)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    told.refresh_from_db()


def words(page):
    return " ".join(page.words.split())


def history(told):
    return list(told.revisions.order_by("number").values_list("body", "by__handle"))


def test_saving_a_text_for_the_first_time_here_keeps_what_stood_before(desk, told):
    save(desk, told, body=NEW)
    assert history(told) == [(OLD, None), (NEW, "elin")]
    assert (told.blocks, told.block_count) == ([1, 2], 2)


def test_saving_something_else_is_no_revision_of_hers(desk, told):
    save(desk, told, headline="Another")
    save(desk, told, headline="Yet another")
    assert history(told) == [(OLD, None)]


def test_an_article_that_is_begun_here_is_hers_from_the_first_word(desk, told, elin):
    fields = {"headline": "A", "slug": "a", "standfirst": "S", "body": NEW, "state": "draft", "support": "site"}
    fields |= {"section": told.section_id, "author": elin.pk, "published_at_0": "", "published_at_1": ""}
    form_of(desk).post("/admin/articles/article/add/", fields)
    assert history(Article.objects.get(slug="a")) == [(NEW, "elin")]


def test_the_revision_is_there_when_others_hear_of_the_saving(desk, told, monkeypatch):
    heard = []
    monkeypatch.setattr(
        "articles.saving.SAVED", [*SAVED, lambda one: heard.append((one.blocks, one.revisions.count()))]
    )
    save(desk, told, body=NEW)
    assert heard == [([1, 2], 2)]


def test_an_old_form_does_not_take_ids_back(desk, told, elin):
    revise(told, by=elin)
    Article.objects.filter(pk=told.pk).update(body=NEW)  # past this form
    save(desk, told, body=NEW + "<p>At last.</p>")
    assert (told.blocks, told.block_count) == ([1, 2, 3], 3)
    assert [by for _body, by in history(told)] == ["elin", None, "elin"]


def test_the_form_leads_to_the_history_and_that_to_each_revision(desk, told):
    save(desk, told, body=NEW)
    form = desk.open(f"/admin/articles/article/{told.pk}/change/")
    listed = form.follow("History of the text")
    assert "Elin Marsh 4 words added" in words(listed)
    assert "not known by whom the first text that was kept" in words(listed)
    assert listed.follow("Revision 2").address == pages(told, 2)


def test_a_text_that_was_never_saved_here_says_so(desk, told):
    assert "has not been saved here yet" in words(desk.open(pages(told)))


def test_a_revision_shows_what_it_changed_and_how_the_text_read(desk, told):
    save(desk, told, body=NEW + "<p>2 &lt; 3 &amp; 4</p>")
    page = desk.open(pages(told, 2))
    assert page.said(tag="ins") == ["old", "It came back.", "2 < 3 & 4"] and page.said(tag="del") == []
    assert "New paragraph: It came back." in words(page)
    assert "<p>2 &lt; 3 &amp; 4</p>" in page.html
    assert policy_of(desk.client.get(pages(told, 2))) == POLICY


def test_removed_and_moved_paragraphs_are_said_to_be_so(desk, told):
    parts = [f"<p>Paragraph of the {name}.</p>" for name in ("ferry", "harbour", "island")]
    save(desk, told, body="".join(parts) + "<p>Gone tomorrow!</p>")
    save(desk, told, body="".join([parts[2], parts[0], parts[1]]))
    page = words(desk.open(pages(told, 3)))
    assert "Moved here: Paragraph of the island." in page
    assert "Removed paragraph: Gone tomorrow!" in page


def test_where_only_the_markup_changed_the_page_says_so(desk, told):
    save(desk, told, body="<p>Nobody <em>expected</em> the ferry.</p>")
    page = desk.open(pages(told, 2))
    assert "No words: links, emphasis" in words(page) and page.said(tag="ins") == []
    assert "the same words" in words(desk.open(pages(told)))


def test_a_text_is_brought_back_by_a_button(desk, told):
    save(desk, told, body=NEW)
    answer = desk.open(pages(told, 1)).press("Bring this text back")
    assert answer.address == f"/admin/articles/article/{told.pk}/change/"
    assert "The text reads again as in revision 1." in words(answer)
    told.refresh_from_db()
    assert (told.body, told.blocks, told.block_count) == (OLD, [1], 2)
    assert history(told)[-1] == (OLD, "elin")
    assert "brought back from revision 1" in words(desk.open(pages(told)))
    assert LogEntry.objects.first().get_change_message() == "The text reads again as in revision 1."


def test_others_hear_of_a_text_that_is_brought_back(desk, told, monkeypatch):
    save(desk, told, body=NEW)
    heard = []
    monkeypatch.setattr("articles.saving.SAVED", [lambda one: heard.append((one.pk, one.body, one.blocks))])
    desk.open(pages(told, 1)).press("Bring this text back")
    assert heard == [(told.pk, OLD, [1])]


def test_the_text_as_it_stands_has_no_such_button_and_a_late_press_changes_nothing(desk, told):
    save(desk, told, body=NEW)
    assert "Bring this text back" not in desk.open(pages(told, 2)).html
    page = desk.open(pages(told, 1))
    page.press("Bring this text back")
    page.press("Bring this text back")
    assert len(history(told)) == 3


def test_a_long_history_has_pages(desk, told, elin):
    for number in range(52):
        told.body = f"<p>Nobody expected {number} ferries.</p>"
        told.save()
        revise(told, by=elin)
    first = desk.open(pages(told))
    assert "Revision 52" in first.html and "Revision 2<" not in first.html
    assert "Revision 2<" in first.follow("Older").html


def test_the_list_asks_no_more_for_many_revisions(desk, told, elin, django_assert_max_num_queries):
    save(desk, told, body=NEW)
    with django_assert_max_num_queries(12) as few:
        desk.open(pages(told))
    for number in range(10):
        told.body = f"<p>Nobody expected {number} ferries.</p>"
        told.save()
        revise(told, by=person())
    with django_assert_max_num_queries(len(few)):
        desk.open(pages(told))


def test_who_may_not_change_the_article_does_not_get_there(desk, told, elin):
    save(desk, told, body=NEW)
    elin.user_permissions.set(Permission.objects.filter(codename="view_article"))
    for address in (pages(told), pages(told, 1), pages(told, 99), "/admin/articles/article/999999/revisions/"):
        assert desk.open(address).status == 403
        assert form_of(desk).post(address).status_code == 403
    assert "History of the text" not in desk.open(f"/admin/articles/article/{told.pk}/change/").html
    assert len(history(told)) == 2


def test_what_is_not_there_is_not_found(desk, told):
    save(desk, told, body=NEW)
    assert desk.open(pages(told, 3)).status == desk.open("/admin/articles/article/999999/revisions/").status == 404
    assert form_of(desk).delete(pages(told, 1)).status_code == 405
