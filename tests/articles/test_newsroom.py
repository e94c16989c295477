"""Writing articles in the admin, without script."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Appeal, Article, Section, Tag
from tests.articles.images import photo
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"
NO_TIME = {"published_at_0": "", "published_at_1": ""}


@pytest.fixture(autouse=True)
def without_second_factors(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def elin():
    user = person("elin", display_name="Elin Marsh", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return user


@pytest.fixture
def desk(client, elin):
    client.force_login(elin)
    return client


def fields(**others):
    section, _made = Section.objects.get_or_create(slug="world", defaults={"name": "World"})
    written = {
        "headline": "The ferry",
        "slug": "the-ferry",
        "standfirst": "It came back.",
        "body": "<p>Nobody expected it.</p>",
        "section": section.pk,
        "author": Article.objects.values_list("author", flat=True).first() or person().pk,
        "state": "draft",
        "support": "site",
        **NO_TIME,
    }
    return written | others


def send(desk, address=ARTICLES + "add/", **others):
    author = {"author": desk.session["_auth_user_id"]}
    return desk.post(address, fields(**author) | others)


def complaints(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_draft_is_written_and_stays_unseen(desk, elin):
    assert send(desk).status_code == 302
    written = Article.objects.get()
    assert (written.headline, written.author, written.state) == ("The ferry", elin, "draft")
    assert Visitor().open(written.get_absolute_url()).status == 404


def test_the_author_is_who_writes_unless_somebody_else_is_chosen(desk, elin):
    guest = article().author
    reader = person("robin")
    page = desk.get(ARTICLES + "add/")
    assert page.context["adminform"].form.initial["author"] == elin.pk
    offered = set(page.context["adminform"].form.fields["author"].queryset)
    assert {elin, guest} <= offered and reader not in offered


def test_published_without_a_time_it_is_out_at_once(desk):
    send(desk, state="published")
    written = Article.objects.get()
    assert timezone.now() - written.published_at < timedelta(minutes=1)
    assert Visitor().open(written.get_absolute_url()).status == 200


def test_with_a_time_to_come_it_is_scheduled(desk):
    send(desk, state="published", published_at_0="2099-01-02", published_at_1="06:30")
    written = Article.objects.get()
    assert written.is_scheduled and not written.is_out()
    assert Visitor().open(written.get_absolute_url()).status == 404


def test_a_time_that_is_none_is_said_to_be_none(desk):
    errors = complaints(send(desk, state="published", published_at_0="soon", published_at_1="06:30"))
    assert list(errors) == ["published_at"]


def test_back_to_draft_it_is_gone_for_readers_and_keeps_its_discussion(desk):
    told = article()
    say(voice(), thread=thread(told))
    answer = send(desk, f"{ARTICLES}{told.pk}/change/", slug=told.slug)
    assert answer.status_code == 302
    assert Visitor().open(told.get_absolute_url()).status == 404
    assert Article.objects.get().thread.comment_count == 1


def test_an_appeal_of_its_own_has_to_be_chosen(desk):
    errors = complaints(send(desk, support="own"))
    assert errors == {"appeal": ["Choose the appeal that this article has of its own, or add one."]}
    appeal = Appeal.objects.create(button="Support", link="https://example.org/")
    assert send(desk, support="own", appeal=appeal.pk).status_code == 302


@pytest.mark.parametrize(
    ("field", "bad", "words"),
    [
        ("headline", "", "This field is required."),
        ("body", "<p></p>", "Write the text."),
        ("slug", "the ferry", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ("section", "", "This field is required."),
    ],
)
def test_what_is_missing_is_said_at_the_field(desk, field, bad, words):
    assert complaints(send(desk, **{field: bad})) == {field: [words]}


def test_a_slug_is_given_once(desk):
    article(slug="the-ferry")
    assert complaints(send(desk)) == {"slug": ["Article with this Slug already exists."]}


def test_tags_and_photo_are_chosen(desk):
    tag, taken = Tag.objects.create(name="Ferries", slug="ferries"), photo()
    send(desk, tags=[tag.pk], lead_photo=taken.pk)
    written = Article.objects.get()
    assert (list(written.tags.all()), written.lead_photo) == ([tag], taken)
    assert taken.file.url in desk.get(f"{ARTICLES}{written.pk}/change/").content.decode()


def test_the_form_leads_to_the_preview_and_then_to_the_page(desk):
    told = article(state=Article.State.DRAFT)
    assert f"/articles/{told.slug}/preview/" in desk.get(f"{ARTICLES}{told.pk}/change/").content.decode()
    Article.objects.update(state=Article.State.PUBLISHED)
    page = desk.get(f"{ARTICLES}{told.pk}/change/").content.decode()
    assert f'href="/articles/{told.slug}/"' in page and "preview" not in page


@pytest.mark.parametrize("model", ["article", "photo", "section", "tag", "appeal"])
def test_nothing_is_deleted(desk, model):
    told = article(
        lead_photo=photo(), support="own", appeal=Appeal.objects.create(button="b", link="https://a.example/")
    )
    told.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    pk = {
        "article": told.pk,
        "photo": told.lead_photo_id,
        "section": told.section_id,
        "tag": told.tags.get().pk,
        "appeal": told.appeal_id,
    }[model]
    assert desk.post(f"/admin/articles/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    page = desk.get(f"/admin/articles/{model}/")
    assert "delete_selected" not in page.content.decode()


def test_a_saved_article_has_its_discussion_ready_to_be_closed(desk, elin):
    elin.user_permissions.add(Permission.objects.get(codename="change_thread"))
    send(desk)
    written = Article.objects.get(slug="the-ferry")
    page = desk.get(f"{ARTICLES}{written.pk}/change/").content.decode()
    assert f"/admin/discussion/thread/{written.thread.pk}/change/" in page
