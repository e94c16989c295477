"""The account area in a browser: an app, a passkey, and that every page can be used by everybody."""

import time

import pytest
from playwright.sync_api import expect

from tests.people.visiting import code

DARK_PHONE = {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
PAGES = ["name/", "email/", "password/change/", "2fa/", "sessions/", "logout/"]
PROVED = ["close/", "2fa/totp/activate/", "2fa/webauthn/add/"]
STRANGERS = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/", "closed/"]


def prove_it(page, site):
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(site.password)
        page.get_by_role("button", name="Go on").click()


def fresh_code(secret):
    """One that stays right while it is typed."""
    if time.time() % 30 > 25:
        time.sleep(30 - time.time() % 30)
    return code(secret)


def sign_up(page, site, handle):
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(f"{handle}@example.org")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Display name").fill(handle.capitalize())
    page.get_by_label("Password", exact=True).fill(site.password)
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/confirm-email/")
    page.goto(site.link_in_mail(f"{handle}@example.org"))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url("**/login/**")


@pytest.mark.parametrize("how", [{}, DARK_PHONE], ids=["desktop", "dark phone"])
def test_a_strangers_pages_are_for_everybody(open_page, axe, how):
    page = open_page(**how)
    for path in STRANGERS:
        page.goto(f"/accounts/{path}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("how", [{}, DARK_PHONE], ids=["desktop", "dark phone"])
def test_the_account_area_is_for_everybody(open_page, site, login, axe, how):
    page = login(open_page(**how), "reader")
    for path in [*PAGES, *PROVED]:
        page.goto(f"/accounts/{path}")
        if "reauthenticate" in page.url:
            assert axe(page) == [], page.url
            prove_it(page, site)
        page.wait_for_url(f"**/accounts/{path}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_an_app_is_set_up_and_asked_at_the_next_log_in(page, site, login, axe):
    sign_up(page, site, "apollo")
    login(page, "apollo")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    prove_it(page, site)
    secret = page.locator(".secret code").inner_text()
    assert page.locator(".qr img").evaluate("image => image.complete && image.naturalWidth") > 100
    first = fresh_code(secret)
    page.get_by_label("The code that the app shows").fill(first)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert axe(page) == []
    recovery = page.locator(".codes li").first.inner_text()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").click()
    assert recovery in saved.value.path().read_text()

    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    login(page, "apollo")
    page.wait_for_url("**/2fa/authenticate/")
    assert axe(page) == []
    second = fresh_code(secret)
    page.get_by_label("Code").fill(recovery if second == first else second)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/")
    page.goto("/accounts/2fa/")
    expect(page.get_by_role("link", name="Turn off the app")).to_be_visible()


@pytest.fixture
def localhost(page, site, watch):
    """The site under the one name without https for which browsers offer passkeys, and a device that has them."""
    watch.expect("foreign host: http://localhost:")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**device, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return f"http://localhost:{site.port}"


def log_in_on(origin, page, site, handle):
    page.goto(f"{origin}/accounts/login/")
    page.get_by_label("E-mail or handle").fill(handle)
    page.get_by_label("Password", exact=True).fill(site.password)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{origin}/")


def test_a_passkey_is_added_and_opens_the_account_alone(page, site, localhost, axe):
    sign_up(page, site, "pallas")
    log_in_on(localhost, page, site, "pallas")
    page.goto(f"{localhost}/accounts/2fa/webauthn/add/")
    prove_it(page, site)
    page.get_by_label("A name for it").fill("My telephone")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")

    page.goto(f"{localhost}/accounts/2fa/webauthn/")
    row = page.locator(".row").filter(has_text="My telephone")
    expect(row.get_by_text("Passkey", exact=True)).to_be_visible()
    assert axe(page) == []
    for name, heading in [("Rename My telephone", "Rename a key"), ("Remove My telephone", "Remove “My telephone”?")]:
        page.goto(f"{localhost}/accounts/2fa/webauthn/")
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert axe(page) == []

    page.goto(f"{localhost}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.goto(f"{localhost}/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(f"{localhost}/")
    expect(page.locator(".me .who")).to_have_text("Pallas")

    page.goto(f"{localhost}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.goto(f"{localhost}/accounts/login/")
    page.get_by_label("E-mail or handle").fill("pallas")
    page.get_by_label("Password", exact=True).fill(site.password)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url(f"{localhost}/")


@pytest.mark.context(java_script_enabled=False)
def test_without_script_no_button_is_there_that_needs_it(page):
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_hidden()
    expect(page.locator("main").get_by_role("button", name="Log in", exact=True)).to_be_visible()


def test_an_account_is_closed(page, site, login):
    sign_up(page, site, "icarus")
    login(page, "icarus")
    page.goto("/accounts/close/")
    prove_it(page, site)
    page.get_by_label("They go too.").check()
    page.get_by_label("I know that this cannot be undone.").check()
    page.get_by_role("button", name="Close my account for good").click()
    expect(page.get_by_role("heading", name="Your account is closed")).to_be_visible()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
