"""What goes out of a kept page: validators, encodings, and what caches between may do with it."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from articles.models import Article
from discussion.models import Thread
from tests.factories import article, person, say, thread, voice
from tests.pages.kept import pages_made

pytestmark = pytest.mark.django_db
BRIDGE = "/articles/bridge/"


@pytest.fixture
def root():
    return say(voice(person("ben")), "The root.", thread=thread(article("bridge", body="<p>The bridge stands.</p>")))


@pytest.fixture
def made():
    with pages_made() as names:
        yield names


def test_who_has_the_page_is_told_so(root, made):
    client = Client()
    for encoding in ("", "gzip", "gzip, deflate, br"):
        first = client.get(BRIDGE, headers={"accept-encoding": encoding})
        for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
            again = client.get(BRIDGE, headers={"accept-encoding": encoding, "if-none-match": known})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
            assert again["Vary"] == first["Vary"] and again["Cache-Control"] == first["Cache-Control"]
    assert len(made) == 1
    say(voice(person("ada")), thread=root.thread)
    assert client.get(BRIDGE, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_each_process_gives_a_page_the_same_validator(root):
    assert Client().get(BRIDGE)["ETag"] == Client().get(BRIDGE)["ETag"]


def test_a_page_goes_out_compressed_as_the_browser_asks(root):
    client = Client()
    plain = client.get(BRIDGE)
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress}
    asked = {"br, gzip": "br", "gzip": "gzip", "gzip, br;q=0": "gzip", "br;q=0, gzip;q=0.0": "", "identity": ""}
    for accepted, encoding in asked.items():
        answer = client.get(BRIDGE, headers={"accept-encoding": accepted})
        assert answer.get("Content-Encoding", "") == encoding
        assert "Accept-Encoding" in answer["Vary"] and "Cookie" in answer["Vary"]
        assert int(answer["Content-Length"]) == len(answer.content)
        assert unpacked.get(encoding, bytes)(answer.content) == plain.content
    assert len({client.get(BRIDGE, headers={"accept-encoding": one})["ETag"] for one in asked}) == 3


def test_a_cache_between_may_keep_a_page_as_long_as_the_operator_says(root, settings):
    assert Client().get(BRIDGE)["Cache-Control"] == "public, no-cache"
    settings.CDN_SECONDS = 10
    assert Client().get(BRIDGE)["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    now = timezone.now()
    Thread.objects.update(close_after_days=1)
    Article.objects.update(published_at=now - timedelta(days=1))
    with freeze_time(now - timedelta(seconds=4.5)):
        assert "s-maxage=4" in Client().get(BRIDGE)["Cache-Control"]


def test_a_host_that_is_not_ours_gets_nothing_that_is_kept(root):
    client = Client()
    client.get(BRIDGE)
    assert client.get(BRIDGE, headers={"host": "evil.example"}).status_code == 400


def test_a_cookie_of_somebody_else_changes_nothing(root, made):
    client = Client()
    client.get(BRIDGE)
    client.cookies["_counted"] = "1.2.3"
    assert client.get(BRIDGE)["Cache-Control"] == "public, no-cache"
    assert len(made) == 1


def test_what_counts_clicks_makes_no_page_of_its_own(root, made):
    client = Client()
    plain = client.get(BRIDGE)
    counted = client.get(f"{BRIDGE}?utm_source=somewhere&fbclid=abc&next=/elsewhere")
    assert counted.content == plain.content and len(made) == 1
    sorted_by_votes = client.get(f"{BRIDGE}?fbclid=abc&sort=oldest&sort=best")
    assert sorted_by_votes.content == client.get(f"{BRIDGE}?sort=best").content != plain.content
    assert len(made) == 2
