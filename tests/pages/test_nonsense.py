"""Addresses that nobody's link has: whatever stands in them, the answer is a page, never a failure of ours."""

from urllib.parse import quote

import pytest

from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PARAMETERS = ["sort", "after", "page", "next", "parent", "feedback", "q", "value", "source", "id"]
NONSENSE = [
    "", " ", "0", "-1", "1.5", "1e309", "NaN", "Infinity", "None", "null", "true", "undefined", "x" * 5000, "9" * 5000,
    "-" + "9" * 5000, "9223372036854775807", "9223372036854775808", "-9223372036854775809", "99999999999999999999",
    "2147483648", "0x7f", "0b1", "1_000", "١٢٣", "１", "²", "\x00", "1\x00", "newest\x00", "\x1f", "\x7f", "\r\n", "\t",
    "\u202e", "\ufeff", "\ufffd", "e\u0301" * 500, "😀" * 500, "ＮＥＷＥＳＴ", "NEWEST", " newest", "newest ",
    "__class__", "newest__in", "-posted_at", "posted_at", "pk", "?", "{}", "[]", "{{7*7}}", "${7*7}", "%s", "%(x)s",
    "%", "%%", "%zz", "%25", "../../../etc/passwd", "..\\..", "/", "//", "file:///etc/passwd",
    "'", '"', "''", "`", "\\", ";", "--", "/*", "*/", "#", "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "1 OR 1=1",
    "1; DROP TABLE discussion_comment", "1' UNION SELECT password FROM people_user --", "(SELECT 1)", "1/0",
    "newest, (SELECT CASE WHEN 1=1 THEN 1 ELSE 1/0 END)", "1 AND SLEEP(9)", "pg_sleep(9)", "1||pg_sleep(9)",
    "$(id)", "`id`", "|id", "<script>alert(1)</script>", "<!--", "]]>", "\" onload=\"x",
    "1.2", "1.2.3.4", ".", "..", "1..2", "-1.2.3", "1.-2.3", "1.--2.3", "0.0.0", "1.1.1", "1.-9999999999999999.1",
    "999999999999999999.9999999999999999.999999999999999999", "9999999999999999999.1.1", "1.99999999999999999.1",
    "1.1.9999999999999999999", "١.١.١", "1.1.1\n", " 1.1.1", "1.1.1 ", "1.1.1\x00", "1.1.1;", "1e1.1.1", "+1.1.1",
]  # fmt: skip
HUGE = ["0", "999999", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 4000]


@pytest.fixture
def pages():
    """Every page that takes a GET."""
    under, ben = thread(article("bridge")), voice(person("ben"))
    comment = say(ben, thread=under)
    say(ben, under=comment)
    pk = comment.pk
    return [
        "/", "/sections/world/", "/articles/bridge/", "/articles/bridge/comments/", f"/articles/bridge/comments/{pk}/",
        f"/comments/{pk}/replies", f"/comments/{pk}/wordings", f"/comments/{pk}/wording", f"/comments/{pk}/withdrawal",
        "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/healthz", "/readyz",
    ]  # fmt: skip


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def test_every_value_of_every_parameter_is_answered(client, pages):
    """All parameters at once, on all pages."""
    client.force_login(person())
    wrong = []
    for value in NONSENSE:
        query = "&".join(f"{name}={quote(value)}" for name in PARAMETERS)
        for page in pages:
            status = client.get(f"{page}?{query}").status_code
            if status not in (200, 302, 400, 403, 404):
                wrong.append((page, value[:60], status))
    assert wrong == []


@pytest.mark.parametrize("name", ["sort", "sort=oldest&after", "sort=top&after", "page"])
def test_what_a_page_reads_is_answered_alone_too(client, pages, name):
    wrong = []
    for value in NONSENSE:
        for page in (pages[1], pages[2], pages[4]):
            status = client.get(f"{page}?{name}={quote(value)}").status_code
            if status not in (200, 400, 404):
                wrong.append((page, value[:60], status))
    assert wrong == []


@pytest.mark.parametrize(
    "query",
    [
        "sort=newest&sort=oldest", "sort=x&sort=newest", "sort[]=oldest", "sort[a]=oldest", "after[]=1.1.1",
        "sort=newest&sort=",
        "sort", "&&&", "=", "=x", "a=b=c", "sort=%", "sort=%ff%fe",
        "%00=%00", "sort=%C0%AF", "sort=%ED%A0%80", "&".join(f"p{n}={n}" for n in range(3000)), "?" * 3000, "%26%3D",
    ],
)  # fmt: skip
def test_a_broken_query_is_answered(client, pages, query):
    assert {client.get(f"{page}?{query}").status_code for page in pages} <= {200, 302, 400, 404}


@pytest.mark.parametrize("number", HUGE)
def test_a_comment_that_there_is_not_is_not_found(client, pages, number):
    client.force_login(person())
    for name in ("replies", "wording", "wordings", "withdrawal"):
        assert client.get(f"/comments/{number}/{name}").status_code == 404, name
    assert client.get(f"/articles/bridge/comments/{number}/").status_code == 404
    for name in ("vote", "pick", "restoration", "withdrawal"):
        assert client.post(f"/comments/{number}/{name}", {"value": 1}).status_code == 404, name


@pytest.mark.parametrize(
    "path",
    [
        "/articles/" + "x" * 5000 + "/", "/sections/" + "x" * 5000 + "/", "/articles/%00/", "/articles/bridge%00/",
        "/articles/BRIDGE/", "/articles/bridge/comments/x/", "/articles/bridge/comments/-1/", "/comments/%31%00/vote",
        "/articles/..%2f..%2fetc/", "/media/" + "x" * 300, "/media/" + "x" * 5000, "/media/%00", "/media/a%00.jpg",
        "/media/../../etc/passwd", "/media/..%2f..%2fetc%2fpasswd", "/media/%2e%2e/%2e%2e/secret-key",
        "/media//etc/passwd",
        "/media/C:%5Cwindows", "/static/%00", "/static/" + "x" * 5000, "/static/../config/settings.py", "/.git/config",
        "/%ff%fe", "/%C0%AF", "/\u202e", "//", "/?/", "/" + "a/" * 2000, "/accounts/confirm-email/" + "x" * 5000 + "/",
        "/accounts/confirm-email/%D9%A1:x:y/", "/accounts/password/reset/key/0-x/",
        "/accounts/password/reset/key/" + "z" * 500 + "-" + "x" * 5000 + "/",
        "/accounts/password/reset/key/zzzzzzzzzzzzzz-set/",
        "/accounts/password/reset/key/1-%00/",
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_answered(client, pages, path):
    response = client.get(path)
    assert response.status_code in (200, 301, 302, 400, 404)
    assert b"SECRET_KEY" not in b"".join(response)


def test_a_page_of_nonsense_has_our_own_words():
    under = thread(article("bridge"))
    say(voice(), thread=under)
    page = Visitor().open("/articles/bridge/?sort=%00")
    assert (page.status, page.heading) == (400, "We did not understand that")
    assert page.follow("Go to the front page").status == 200
