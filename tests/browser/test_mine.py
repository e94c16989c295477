"""The page of one's own that a mail leads to, in a browser: without script, without an account, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

ARTICLE = "which-river-do-you-want-back"
SPOKE = f"""
from uuid import uuid4
from django.utils import timezone
from discussion.guests.keys import link_token
from discussion.models import Subscription, Thread, Voice
from discussion.posting import post_comment
from discussion.subscribing import subscribe

guest = Voice.objects.create(name="Gil", email="gil@example.org", proved_at=timezone.now())
thread = Thread.objects.get(article__slug="{ARTICLE}")
post_comment(thread=thread, by=guest, source="The one by the weir.", client_id=uuid4())
subscribe(by=guest, thread=thread, kind=Subscription.Kind.THREAD)
print("LINK", "/mine/" + link_token("gil@example.org") + "/")
"""


def link(site):
    told = site.run("manage.py", "shell", "-c", SPOKE)
    return next(line.split()[1] for line in str(told).splitlines() if line.startswith("LINK"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_there_and_can_be_erased_with_two_presses(open_page, axe, site, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page.goto(link(site))
    expect(page.get_by_text("The one by the weir.")).to_be_visible()
    assert axe(page) == [] and not too_wide(page)
    assert page.context.cookies() == []
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Your comment").fill("The one by the old weir.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The one by the old weir.")).to_be_visible()
    page.get_by_role("link", name="All of it as a page").click()
    expect(page.get_by_role("heading", name="Your data")).to_be_visible()
    assert axe(page) == [] and not too_wide(page)
    page.go_back()
    page.get_by_role("link", name="Erase everything").click()
    assert axe(page) == [] and not too_wide(page)
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()
    assert page.context.cookies() == []


def test_the_form_that_asks_for_the_link(open_page, axe):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto("/mine/")
    assert axe(page) == [] and not too_wide(page)
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("status")).to_contain_text("a mail with a link is on its way there")
    assert axe(page) == []
