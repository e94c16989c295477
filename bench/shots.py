"""Every page and state that a picture is taken of: its name, its address, who looks, and what he does there."""

from collections.abc import Callable
from dataclasses import dataclass

ARTICLE = "/articles/turkey-syria-border/"
BUSY = "/articles/night-train-to-lundvik/"
SUBMIT = "form => form.submit()"  # past the browser's own checks, as any script could


@dataclass(frozen=True)
class Shot:
    name: str
    address: str  # with names of what bench/staging.py made in braces
    who: str = ""  # the handle of a demo account; empty for a guest
    act: Callable | None = None  # what he does to the page before the picture
    whole: bool = True  # the page to its end, or only what a reader sees first


def answer_inline(page):
    page.locator("a.i-reply").first.click()
    page.get_by_label("Your reply").wait_for()


def look_first(page):
    page.get_by_label("What would you add?").fill("> Nobody was late.\n\nWho **counted**?")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="Preview").wait_for()


def ask_to_be_told(page):
    if page.get_by_role("button", name="Notify me").count():
        page.get_by_role("button", name="Notify me").click()
    page.get_by_role("group", name="Notify of").get_by_role("link", name="Change").wait_for()


def open_all(page):
    page.evaluate("document.querySelectorAll('.passage-box').forEach((box) => { box.open = true })")


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")


def select_words(page):
    page.locator(".prose p").nth(2).click(click_count=3)
    if page.locator("live-thread[role=status]").count():
        page.locator(".passage-menu").wait_for()


def name_somebody(page):
    page.get_by_label("What would you add?").press_sequentially("What does @edi")
    if page.locator("live-thread[role=status]").count():  # scripts run
        page.get_by_role("listbox").wait_for()
    show = "box => box.closest('draft-keeper').style.setProperty('margin-block-end', '6rem')"
    page.get_by_label("What would you add?").evaluate(show)


def think_of_a_ban(page):
    page.locator("summary").filter(has_text="A restriction").click()
    form = page.locator("details[open] form")
    form.get_by_label("What", exact=True).select_option("ban")
    form.get_by_label("Reason").fill("Three insults in a week, after two warnings.")


def speak_as_a_stranger(page):
    page.get_by_label("What would you add?").fill("It wins, and then it leaves everything wet.")
    with page.expect_navigation():
        page.get_by_role("button", name="Post comment").click()


def speak_too_fast(page):
    speak_as_a_stranger(page)
    page.get_by_label("Name", exact=True).fill("Mod Okoye")
    page.get_by_label("E-mail address").fill("nobody")
    _submit(page, "form.composer")


def send_nothing(page):
    _submit(page, "form.composer")


def send_without_token(page):
    page.locator("form.composer [name=csrfmiddlewaretoken]").evaluate("field => field.remove()")
    _submit(page, "form.composer")


def send_an_old_edit(page):
    page.locator("[name=wording]").evaluate("field => { field.value = 0 }")
    page.locator("form.composer textarea").fill("Worded from a window that was open for an hour.")
    _submit(page, "form.composer")


def sign_up_too_often(page):
    token = page.locator("form [name=csrfmiddlewaretoken]").first.get_attribute("value")
    form = {"csrfmiddlewaretoken": token}
    while page.context.request.post(page.url, form=form, fail_on_status_code=False).status != 429:
        pass
    _submit(page, "main form")


def log_in_wrongly(page):
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    _submit(page, "form:has(input[name=password])")


def look_up_keys(page):
    if page.locator("[data-keys]").is_visible():
        page.keyboard.press("?")


def _submit(page, form):
    with page.expect_navigation():
        page.locator(form).first.evaluate(SUBMIT)


SHOTS = [
    Shot("front", "/"),
    Shot("section", "/sections/places/"),
    Shot("article-top", ARTICLE, whole=False),
    Shot("article", ARTICLE),
    Shot("article-signed-in", ARTICLE, "reader"),
    Shot("discussion-newest", f"{BUSY}#discussion", whole=False),
    Shot("discussion-most-voted", f"{BUSY}?sort=top#discussion"),
    Shot("discussion-best", f"{BUSY}?sort=best#discussion", "reader", whole=False),
    Shot("discussion-empty", "{empty}"),
    Shot("discussion-empty-signed-in", "{empty}", "reader"),
    Shot("discussion-one", "{one}"),
    Shot("discussion-closed", "{closed}", "reader"),
    Shot("discussion-deep", "{deep}"),
    Shot("discussion-states", "{states}"),
    Shot("discussion-states-author", "{states}", "reader"),
    Shot("discussion-states-moderator", "{states}", "moderator"),
    Shot("permalink-deep", "{deepest}"),
    Shot("tombstone", "{tombstone}"),
    Shot("waiting", "{waiting}", "reader"),
    Shot("composer", f"{BUSY}comments/"),
    Shot("composer-signed-in", f"{BUSY}comments/", "reader"),
    Shot("preview", f"{BUSY}comments/", act=look_first),
    Shot("reply", f"{BUSY}#discussion", "reader", answer_inline),
    Shot("edit", "{own}wording", "reader"),
    Shot("delete", "{own}withdrawal", "reader"),
    Shot("deleted", "{deleted}withdrawal", "reader"),
    Shot("wordings", "{reworded}wordings", "reader"),
    Shot("notify", f"{BUSY}#notify", "reader", whole=False),
    Shot("notify-asked", f"{BUSY}#notify", "reader", ask_to_be_told, whole=False),
    Shot("notify-thread", "{thread}subscription", "reader"),
    Shot("notify-comment", "{own}subscription", "reader"),
    Shot("subscriptions", "/subscriptions/", "reader"),
    Shot("subscriptions-end-404", "/subscriptions/forged/end"),
    Shot("mention", "{states}#discussion", "reader", name_somebody, whole=False),
    Shot("passages", "{passages}"),
    Shot("passages-open", "{passages}", act=open_all),
    Shot("passages-list", "{passages}?feedback=1#discussion"),
    Shot("passages-menu", "{passages}", "reader", select_words, whole=False),
    Shot("passages-choose", "{passages}passages/", "editor"),
    Shot("passages-words", "{passages}passages/?block=2", "reader"),
    Shot("passages-question", "{passages}passages/question?block=3", "editor"),
    Shot("passage", "{passage}", "editor"),
    Shot("passage-lost", "{lost}"),
    Shot("version", "{version}"),
    Shot("admin-history", "/admin/articles/article/1/revisions/", "editor"),
    Shot("guest-article", "{guests}"),
    Shot("guest-asked", "{guests}", act=speak_as_a_stranger),
    Shot("guest-refused-422", "{guests}", act=speak_too_fast),
    Shot("guest-vote", "{vote}"),
    Shot("guest-listen", "{guests}subscription"),
    Shot("guest-bell", "{bell}"),
    Shot("guest-nobody", "/guest/"),
    Shot("guest-confirmation", "{confirmation}"),
    Shot("guest-link", "/mine/"),
    Shot("guest-mine", "{mine}"),
    Shot("guest-erase", "{mine}erasure"),
    Shot("guest-export", "{mine}export.html"),
    Shot("mail-mine", "/-/mails/{mail_mine}/html", "editor"),
    Shot("mail-confirm", "/-/mails/{mail_confirm}/html", "editor"),
    Shot("mail-link", "/-/mails/{mail_link}/html", "editor"),
    Shot("mail-as-text", "/-/mails/{mail_mine}/", "editor"),
    Shot("admin-guest", "/admin/discussion/voice/?q=Gus", "moderator"),
    Shot("inbox", "/inbox/", "reader"),
    Shot("outbox", "/-/mails/", "editor"),
    Shot("refused-422", f"{BUSY}comments/", "reader", send_nothing),
    Shot("closed-403", "{closed}comments/", "reader"),
    Shot("csrf-403", f"{BUSY}comments/", "reader", send_without_token),
    Shot("conflict-409", "{reworded}wording", "reader", send_an_old_edit),
    Shot("profile", "/people/reader/"),
    Shot("patterns", "/-/patterns/", "editor"),
    Shot("log-in", "/accounts/login/"),
    Shot("log-in-wrong", "/accounts/login/", act=log_in_wrongly),
    Shot("sign-up", "/accounts/signup/"),
    Shot("password-reset", "/accounts/password/reset/"),
    Shot("account-email", "/accounts/email/", "reader"),
    Shot("account-name", "/accounts/name/", "reader"),
    Shot("account-password", "/accounts/password/change/", "reader"),
    Shot("account-sessions", "/accounts/sessions/", "reader"),
    Shot("account-second-step", "/accounts/2fa/", "reader"),
    Shot("account-close", "/accounts/close/", "reader"),
    Shot("log-out", "/accounts/logout/", "reader"),
    Shot("admin", "/admin/", "moderator"),
    Shot("admin-rules", "/admin/discussion/screeningrule/", "chief"),
    Shot("admin-rule", "/admin/discussion/screeningrule/links/change/", "chief"),
    Shot("admin-words", "/admin/discussion/watchedword/", "chief"),
    Shot("admin-word", "/admin/discussion/watchedword/add/", "chief"),
    Shot("admin-classifiers", "/admin/discussion/classifier/", "chief"),
    Shot("admin-trials", "/admin/discussion/simulation/", "chief"),
    Shot("admin-trial-running", "/admin/discussion/simulation/{trying}/change/", "chief"),
    Shot("admin-trial", "/admin/discussion/simulation/{tried}/change/", "chief", open_details),
    Shot("admin-stopped", "/admin/discussion/stopped/", "moderator"),
    Shot("admin-screened", "/admin/discussion/comment/{screened}/change/", "moderator"),
    Shot("desk-screened", "/moderation/comments/{screened}/", "moderator", open_details),
    Shot("admin-comments", "/admin/discussion/comment/", "moderator"),
    Shot("admin-comment", "/admin/discussion/comment/{pk}/change/", "moderator"),
    Shot("moderation", "/moderation/?queue=reported", "moderator"),
    Shot("moderation-held", "/moderation/?queue=held", "moderator"),
    Shot("moderation-search", "/moderation/?queue=all&q=river", "moderator"),
    Shot("moderation-card", "/moderation/comments/{reported}/?queue=reported", "moderator"),
    Shot("moderation-alone", "/moderation/comments/{reported}/", "moderator"),
    Shot("moderation-many", "/moderation/decisions/?queue=reported&all=1", "moderator"),
    Shot("moderation-acts", "/moderation/acts/", "moderator"),
    Shot("moderation-keys", "/moderation/?queue=reported", "moderator", look_up_keys, whole=False),
    Shot("moderation-link", "{errand}"),
    Shot("moderation-person", "/moderation/people/{suspect}/", "moderator"),
    Shot("moderation-person-act", "/moderation/people/{suspect}/", "moderator", think_of_a_ban),
    Shot("moderation-restrictions", "/moderation/restrictions/", "moderator"),
    Shot("moderation-thread", "/moderation/threads/{moderated}/", "moderator"),
    Shot("moderation-root", "/comments/{reported}/root", "moderator"),
    Shot("moderation-appeals", "/moderation/appeals/", "moderator"),
    Shot("moderation-log-all", "/moderation/log/all/", "moderator"),
    Shot("moderation-numbers", "/moderation/numbers/", "moderator"),
    Shot("log", "/moderation/log/"),
    Shot("report", "/comments/{reported}/report", "reader"),
    Shot("standing", "/comments/{appealed}/standing", "reader"),
    Shot("appeal", "/comments/{appealable}/appeal", "reader"),
    Shot("inbox-decided", "/inbox/", "reader"),
    Shot("moderation-article", "{states}#discussion", "moderator", whole=False),
    Shot("admin-articles", "/admin/articles/article/", "editor"),
    Shot("error-400", f"{ARTICLE}?sort=x"),
    Shot("error-404", "/no/such/page"),
    Shot("error-429", "/accounts/signup/", act=sign_up_too_often),
    Shot("error-500", "/error-500"),
]
