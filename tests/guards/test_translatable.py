"""Every word that we say goes through gettext: in a language of brackets, a letter outside of them was forgotten.

That language is made here. What people wrote is numbers, so that nothing needs to be left out of the search.
"""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.utils.translation import trans_real

from articles.models import Appeal, Article, Photo, Revision, Section, Tag
from discussion.models import Comment, Passage, Thread, Voice, Wording
from discussion.posting import edit_comment
from people.models import User
from tests.factories import thread
from tests.pages.every_url import cast, pages, prove_it
from tests.pages.reading import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
ADDRESSES = re.compile(r"https?://[^\s⟧]+|[\w.]+@[\w.]+")
LETTER = re.compile(r"[^\W\d_]")
SAID = ("alt", "aria-label", "title", "placeholder", "content")
TEXT, YOURS = "⟦What would you add?⟧", "⟦Your comment⟧"


class Brackets:
    def gettext(self, message):
        return f"⟦{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def to_language(self):
        return "en"


@pytest.fixture
def people(monkeypatch, settings):
    people = cast()
    photo = Photo(file="1.jpg", width=1, height=1, alternative="1", caption="2", credit="3")
    Photo.objects.bulk_create([photo])
    Appeal.objects.create(above="1", below="2", button="3", link="https://example.org/", site_wide=True)
    Article.objects.update(headline="11", standfirst="12", body="<p>13</p>", lead_photo=photo)
    Section.objects.update(name="14")
    Tag.objects.update(name="21")
    UserSession.objects.update(user_agent="22")
    User.objects.update(display_name="15", about="24")
    Voice.objects.update(name="15")
    Passage.objects.update(quote="23", words="23")
    Revision.objects.update(body="<p>13</p>")
    for model in (Comment, Wording):
        model.objects.update(source="16")
    Comment.objects.update(html="<p>16</p>")
    settings.SITE_NAME = "17"
    monkeypatch.setattr(trans_real._active, "value", Brackets(), raising=False)
    people.ben.refresh_from_db()
    return people


def unbracketed(text):
    """The words that are left when all that was translated is taken out; one sentence may hold another."""
    text = ADDRESSES.sub("", text)
    while BRACKETED.search(text):
        text = BRACKETED.sub(" ", text)
    return {word for word in text.split() if LETTER.search(word)}


def forgotten(page):
    # The page as one text: a sentence with a link in it spans several nodes. What scripts work on is no text.
    for data in page.all("script", type="application/json"):
        data.text = ""
    found = unbracketed(" ".join(page.tree.itertext()))
    for element in page.all():
        if element.get("name") not in ("viewport", "color-scheme", "htmx-config"):
            found = found.union(*(unbracketed(element.get(name, "")) for name in SAID))
    return found


@pytest.mark.parametrize("who", ["nobody", "ben", "ada", "moderator", "chief"])
def test_every_page(people, who):
    visitor = Visitor(None if who == "nobody" else getattr(people, who))
    if who != "nobody":
        prove_it(visitor.client, "password", "mfa")
    seen = 0
    for address in pages(people):
        if address.startswith(("/admin/", "/-/", "/healthz", "/readyz")) or "/export." in address:
            continue  # an export has the names and codes of the file that docs/privacy.md describes
        page = visitor.open(address)
        assert forgotten(page) == set(), address
        seen += "⟦" in page.html
    assert seen > 20


def test_every_answer_to_a_form(people):
    ben = Visitor(people.ben)
    form = ben.open("/articles/bridge/")
    edit = form.follow("⟦Edit⟧")
    asked = [form.press("⟦Post comment⟧", {TEXT: text}) for text in ("", "1" * 10_001, "\x00")]
    asked += [edit.press("⟦Save⟧", {YOURS: text}) for text in ("", "1" * 10_001)]
    edit_comment(comment=people.comment, by=people.comment.voice, source="18", wording=1)
    asked.append(edit.press("⟦Save⟧", {YOURS: "19"}))
    own = next(button for button in form.buttons() if "disabled" in button.attrib)
    del own.attrib["disabled"]
    asked.append(form.press(own.get("aria-label"), of=form.parents[own]))
    thread(Article.objects.get(), state=Thread.State.CLOSED)
    asked += [form.press("⟦Post comment⟧", {TEXT: "20"}), edit.press("⟦Save⟧", {YOURS: "20"})]
    assert {page.status for page in asked} == {403, 409, 422}
    for page in asked:
        assert forgotten(page) == set(), page.status
    assert forgotten(ben.open("/articles/bridge/")) == set()


def test_accounts_and_their_mails(people):
    visitor = Visitor()
    login = visitor.open("/accounts/login/")
    asked = [login.press("⟦Log in⟧", dict.fromkeys(login.said(tag="label")[:2], "1"))]
    sign_up = visitor.open("/accounts/signup/")
    labels = sign_up.said(tag="label")
    asked.append(sign_up.press("⟦Sign up⟧", dict.fromkeys(labels, "1")))
    asked.append(sign_up.press("⟦Sign up⟧", dict(zip(labels, _about(labels), strict=True))))
    reset = visitor.open("/accounts/password/reset/")
    for address in ("ben@example.org", "nobody@example.org"):
        asked.append(reset.press("⟦Send me the link⟧", {reset.said(tag="label")[0]: address}))
    for page in asked:
        assert forgotten(page) == set(), page.address
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        words = message.body.replace("ben", "").replace("21_22", "")
        assert unbracketed(message.subject + "\n" + words) == set()


def _about(labels):
    told = {"andle": "2122", "mail": "new@example.org", "isplay": "23", "assword": "8742-5513-0916"}
    return [next(value for part, value in told.items() if part in label) for label in labels]
