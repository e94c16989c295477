import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from tests.factories import person
from tests.guards.checkout import ROOT

PAGES = {"/": 200, "/no-such-page": 404, "/admin/login/": 302, "/accounts/login/": 200, "/healthz": 200}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
# The proxy that holds the certificate sends http to https; behind it Django would only see its own http.
LEFT_TO_THE_PROXY = {"security.W008"}


def policy_of(response):
    return {directive.strip() for directive in response["Content-Security-Policy"].split(";")}


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_pages_carry_the_policy_and_may_not_be_framed(client, url):
    response = client.get(url)
    assert response.status_code == PAGES[url]
    assert policy_of(response) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_the_admin_carries_the_policy_and_only_the_editors_page_two_hashes_more(client, settings):
    settings.STAFF_MFA = False
    client.force_login(person(is_staff=True, is_superuser=True))
    for url in ("/admin/", "/admin/discussion/comment/", "/admin/articles/article/", "/admin/people/user/"):
        assert policy_of(client.get(url)) == POLICY, url
    added = policy_of(client.get("/admin/articles/article/add/")) ^ POLICY
    hashed = r"(script|style)-src 'self'( 'sha256-[\w+/=]{44}')?"
    assert len(added) == 4 and all(re.fullmatch(hashed, directive) for directive in added)


@pytest.mark.django_db
def test_static_files_carry_the_policy(settings, tmp_path):
    (tmp_path / "page.css").write_text("p { color: black }")
    settings.STATIC_ROOT = tmp_path
    response = Client().get("/static/page.css")  # a client of its own: whitenoise looks at the folder once
    assert response.status_code == 200
    b"".join(response)
    response.close()
    assert policy_of(response) == POLICY  # frame-ancestors is in it
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_django_finds_nothing_to_say_about_a_site_with_https():
    own = {"BROADSHEET_ORIGIN": "https://news.example.org", "DJANGO_SETTINGS_MODULE": "config.settings"}
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**inherited, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert set(re.findall(r"\(([a-z_.]+\.[EWC]\d+)\)", done.stderr)) <= LEFT_TO_THE_PROXY, done.stderr
