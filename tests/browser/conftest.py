"""Chromium against a real server: granian, collected static files, the demo, mails in files.

page                a reader with nothing open yet; @pytest.mark.context(color_scheme="dark") says how he reads
open_page(**how)    a further reader: other cookies, other options
watch               what went wrong on all these pages; fails the test unless it was expected
login(page, handle) as one of the demo accounts
axe(page)           the accessibility rules that the page breaks
site                its address and its mails
"""

import logging
import os

import pytest
from playwright.sync_api import expect

from bench.browser import executable, launched
from tests.browser.accessibility import violations
from tests.browser.site import Site
from tests.browser.watch import Watch

expect.set_options(timeout=20_000)  # a busy machine is no mistake of ours


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not executable():
        pytest.skip("no Chromium was found")
    # Playwright's event loop lives in this thread from now on, and Django would refuse the database to every
    # later test of this process. Browser tests themselves do not use the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it calls every test a slow callback
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Site.running(tmp_path_factory.mktemp("site")) as site:
        site.keep()
        yield site


@pytest.fixture
def site(server):
    server.restore()
    return server


@pytest.fixture
def watch(site):
    watch = Watch(site.origin)
    yield watch
    assert not watch.unexpected(), "The browser complained:\n" + "\n".join(watch.unexpected())


@pytest.fixture
def open_page(browser, site, watch):
    contexts = []

    def open_page(**how):
        context = browser.new_context(base_url=site.origin, **how)
        contexts.append(context)
        watch.attach(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(request, open_page):
    marker = request.node.get_closest_marker("context")
    return open_page(**(marker.kwargs if marker else {}))


@pytest.fixture
def login(site):
    def login(page, handle):
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(handle)
        page.locator("input[name=password]").fill(site.password)
        page.locator("form:has(input[name=password])").locator("button[type=submit], button:not([type])").first.click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return login


@pytest.fixture
def axe():
    return violations
