"""An article as it is read: everything around the discussion."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from articles.models import Appeal, Article, Photo
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db


def read(told):
    return Visitor().open(f"/articles/{told.slug}/")


def appeal(name, **fields):
    return Appeal.objects.create(
        **{"above": f"{name} above", "below": f"{name} below", "button": f"{name} button", **fields},
        link=f"https://example.org/{name}",
    )


def appeals(page):
    return [(words_of(aside), page.links(of=aside)[0].get("href")) for aside in page.all("aside", class_="support")]


def test_it_begins_with_headline_standfirst_byline_and_time():
    told = article(
        headline="The bridge at Hallin",
        standfirst="It has stood empty since June.",
        author=person("elin", display_name="Elin Marsh"),
        body="<p>" + "word " * 700 + "</p>",
    )
    page = read(told)
    assert page.status == 200
    assert page.title == "The bridge at Hallin | Broadsheet"
    assert page.heading == "The bridge at Hallin"
    head = words_of(page.one("header", class_="story-head"))
    for words in ("It has stood empty since June.", "By Elin Marsh", "3 minutes to read"):
        assert words in head
    assert page.one("meta", name="description").get("content") == "It has stood empty since June."
    assert page.all("time")[0].get("datetime").startswith(f"{told.published_at:%Y-%m-%d}")


def test_a_link_leads_to_the_comments_and_says_how_many():
    told = article()
    assert read(told).link("0 comments").get("href") == "#discussion"
    ben = voice()
    say(ben, under=say(ben, thread=thread(told)))
    page = read(told)
    assert page.link("2 comments").get("href") == "#discussion"
    assert page.one(id="discussion").tag == "section"
    assert "2 comments from 1 reader" in page.words


def test_one_minute_is_one_minute():
    assert "1 minute to read" in read(article()).words


def test_the_text_keeps_its_quotations_subheadings_and_links():
    body = '<p>One.</p><h2>A part</h2><blockquote>Said.</blockquote><p><a href="https://example.org/">There</a></p>'
    page = read(article(body=body))
    prose = page.one("div", class_="prose")
    assert [element.tag for element in prose] == ["p", "h2", "blockquote", "p"]
    assert page.link("There", of=prose).get("href") == "https://example.org/"


def test_an_article_shows_the_appeal_of_the_site_above_and_below_the_text():
    appeal("site", site_wide=True)
    assert appeals(read(article())) == [
        ("site above site button", "https://example.org/site"),
        ("site below site button", "https://example.org/site"),
    ]


def test_an_article_may_have_an_appeal_of_its_own():
    appeal("site", site_wide=True)
    own = article(support=Article.Support.OWN, appeal=appeal("own", below=""))
    assert appeals(read(own)) == [("own above own button", "https://example.org/own")]


def test_an_article_may_have_no_appeal():
    appeal("site", site_wide=True)
    assert appeals(read(article(support=Article.Support.NONE))) == []
    Appeal.objects.all().delete()
    assert appeals(read(article())) == []


def test_a_photo_comes_with_alternative_caption_credit_and_size():
    file = BytesIO()
    Image.new("RGB", (160, 90), "navy").save(file, "JPEG")
    photo = Photo.objects.create(
        file=ImageFile(file, name="bridge.jpg"),
        alternative="An empty bridge in fog",
        caption="The bridge in August.",
        credit="Photo: Agency / A. Person",
    )
    photo.file.close()
    page = read(article(lead_photo=photo))
    figure = page.one("figure", class_="lead")
    image = page.one("img", of=figure)
    assert image.get("alt") == "An empty bridge in fog"
    assert (image.get("width"), image.get("height")) == ("160", "90")
    assert page.said(of=figure, tag="span") == ["The bridge in August.", "Photo: Agency / A. Person"]
    assert image.get("src") == photo.file.url


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT, "published_at": None},
        {"state": Article.State.DRAFT},
        {"published_at": timezone.now() + timedelta(hours=1)},
    ],
    ids=["draft", "draft with a time", "scheduled"],
)
def test_what_is_not_out_yet_is_nowhere(fields):
    told = article(slug="secret", headline="A secret", **fields)
    comment = say(voice(), thread=thread(told))
    reader = Visitor(person())
    for address in ("", "comments/", f"comments/{comment.pk}/"):
        assert reader.open(f"/articles/secret/{address}").status == 404
    for name in ("replies", "wording", "wordings", "withdrawal"):
        assert reader.open(f"/comments/{comment.pk}/{name}").status == 404
    for address in ("/", "/sections/world/"):
        assert "A secret" not in reader.open(address).words


def test_a_scheduled_article_is_out_when_its_time_has_come():
    told = article(published_at=timezone.now() - timedelta(seconds=1))
    assert read(told).status == 200


def test_pages_are_written_without_a_mistake():
    told = article()
    ben = voice()
    comment = say(ben, "Some *words*.", thread=thread(told))
    for _ in range(5):
        comment = say(ben, under=comment)
    for visitor in (Visitor(), Visitor(ben.user)):
        for address in ("/", "/sections/world/", f"/articles/{told.slug}/", f"/articles/{told.slug}/comments/",
                        f"/articles/{told.slug}/comments/{comment.pk}/", f"/comments/{comment.pk}/replies",
                        f"/comments/{comment.pk}/wording", f"/comments/{comment.pk}/wordings",
                        f"/comments/{comment.pk}/withdrawal", "/nothing", "/accounts/login/", "/accounts/signup/",
                        "/accounts/email/", "/accounts/logout/", "/accounts/password/change/"):  # fmt: skip
            page = visitor.open(address)
            assert page.parser.errors == [], address
            ids = [element.get("id") for element in page.all() if element.get("id")]
            assert len(ids) == len(set(ids)), address
