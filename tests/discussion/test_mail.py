"""One mail as it leaves: headers, words, looks; and that what others wrote is text in it."""

import email
import email.policy
import re

import html5lib
import pytest

from articles.models import Article
from discussion.models import Comment, Mail, Subscription, Voice
from discussion.notifications.mails import message_of
from discussion.notifications.quoting import defused, printable, quote
from discussion.notifications.tokens import read_token
from discussion.passages import Chosen
from discussion.subscribing import subscriptions_of
from tests.discussion.mailing import follower, work
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Subscription.Kind
NAMES = [
    "Ada\r\nBcc: x@example.org",
    "Ada\nX: y",
    "Ada\x1f",  # PostgreSQL takes it, unlike a NUL
    "Ada\u2028Bcc: x",
    "=?utf-8?q?Ada?=",
    "Zoë \U0001f469\u200d\U0001f467 مریم",
    '"><img src=x>',
    "\u202egro.live",
]


@pytest.fixture
def under():
    return thread(article("bridge", headline="The bridge"))


def mail_to(follower, comment):
    return Mail.objects.get(voice=follower, comment=comment)


def parsed(*mails):
    """As it goes over the wire, read as a client reads it."""
    raw = message_of(mails).message().as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.fixture
def sent(under, settings):
    """A function: what a follower of the thread gets about this text, without it having left."""
    settings.ORIGIN = "https://news.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    def send(text="Something worth reading.", kind=Kind.THREAD, by=None, parent=None, reader=None, chosen=None):
        reader = reader or follower(under, kind)
        by = by or voice(person(display_name="Ben"))
        said = say(by, text, thread=under, under=parent, chosen=chosen)
        work()
        return parsed(mail_to(reader, said)), said, reader

    return send


def parts(message):
    return message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()


def test_headers(sent):
    message, said, reader = sent()
    assert message["To"] == reader.user.email
    assert message["Subject"] == "New comments: The bridge"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<comment-{said.pk}-{reader.pk}@news.example.org>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = message["List-Unsubscribe"].strip()
    token = re.fullmatch(r"<https://news\.example\.org/subscriptions/(\S+)/end>", end)[1]
    assert read_token(token) == subscriptions_of(reader).get()


def test_mails_of_a_conversation_hang_together(sent, under):
    reader = follower(under)
    first, root, _reader = sent(reader=reader)
    second, reply, _reader = sent(reader=reader, parent=root)
    third, _said, _reader = sent(reader=reader, parent=reply)
    of_thread = f"<thread-{under.pk}@news.example.org>"
    assert (first["In-Reply-To"], first["References"]) == (of_thread, of_thread)
    assert second["In-Reply-To"] == first["Message-ID"] and third["In-Reply-To"] == second["Message-ID"]
    assert second["References"].split() == [of_thread, first["Message-ID"]]
    assert first["Subject"] == second["Subject"] == third["Subject"]


def test_the_same_mail_is_the_same_message(sent):
    message, said, reader = sent()
    assert parsed(mail_to(reader, said))["Message-ID"] == message["Message-ID"]


def test_it_says_who_what_why_and_how_to_end_it(sent):
    message, said, _reader = sent("The river rose by a metre.")
    for part in parts(message):
        assert "Ben" in part and "The bridge" in part and "The river rose by a metre." in part
        assert "because you asked to be told of new comments" in part
        assert f"https://news.example.org/articles/bridge/comments/{said.pk}/" in part
        assert message["List-Unsubscribe"].strip(" <>") in part
        assert "https://news.example.org/subscriptions/" in part


def test_an_answer_is_said_to_be_one(sent, under):
    reader = follower(under, Kind.MINE)
    mine = say(reader, thread=under)
    message, _said, _reader = sent(reader=reader, parent=mine)
    assert message["Subject"] == "Replies to you: The bridge"
    for part in parts(message):
        assert "answered you" in part and "replies to your comments" in part


def tree_of(page):
    return html5lib.parse(page, namespaceHTMLElements=False)


def addresses(page):
    """Whatever could be fetched or followed."""
    told = ("href", "src", "action", "background", "data", "srcset", "poster")
    return {element.get(name) for element in tree_of(page).iter() for name in told if element.get(name)}


def tags(page):
    return {element.tag for element in tree_of(page).iter() if isinstance(element.tag, str)}


EVIL = [
    "[click](https://evil.example/x)",
    "![see](https://evil.example/p.png)",
    "https://evil.example/x and www.evil.example/y",
    "<https://evil.example/x>",
    "<a href='https://evil.example'>x</a><img src='https://evil.example/p.png'>",
    "mailto:me@evil.example",
    "HTTPS://EVIL.EXAMPLE javascript:alert(1) data:text/html,x ftp://evil.example",
    "`https://evil.example/x`",
]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_that_others_wrote_is_a_link_or_a_picture(sent, text):
    message, _said, _reader = sent(text)
    words, page = parts(message)
    assert {address.startswith("https://news.example.org/") for address in addresses(page)} == {True}
    assert not tags(page) & {"img", "script", "iframe", "object", "link", "svg", "form"}
    found = re.findall(r"\S+://\S+|www\.\S+|mailto:\S+|javascript:\S+", words)
    assert found and all(address.startswith("https://news.example.org/") for address in found)


@pytest.mark.parametrize(
    "text", ["example.org", "me@example.org", "evil.example/path", "a.b.c", "１．２", "example。org"]
)
def test_what_a_mail_program_would_link_is_broken_up(text):
    assert not re.search(r"\w[.@．。]\w", defused(text))
    assert defused(text).replace("\u200b", "") == text


def test_sentences_are_left_as_they_are():
    text = "It rained. Then it stopped: for an hour, at 3 p.m. or so…"
    assert defused(text).replace("\u200b", "") == text
    assert defused("one\n\ntwo") == "one\n\ntwo"


def test_markup_is_not_quoted_and_what_looks_like_it_is_text(sent):
    message, _said, _reader = sent("**Bold** and <b>tag</b> & so on.\n\n> cited")
    words, page = parts(message)
    assert "> Bold and <b>tag</b> & so on." in words and "> cited" in words
    assert "&lt;b&gt;tag&lt;/b&gt; &amp; so on." in page


def test_a_long_comment_is_cut(under):
    said = say(voice(), "word " * 1900, thread=under)
    assert len(quote(said)) <= 1500 and quote(said).endswith("…")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text_wherever_it_stands(sent, under, settings, name):
    settings.SITE_NAME = name
    by, reader = voice(), follower(under)
    _message, said, _reader = sent(by=by, reader=reader)
    Voice.objects.update(name=name)
    type(under.article).objects.update(headline=name)
    mail = Mail.objects.select_related("voice", "comment__voice", "comment__thread__article").get(
        voice=reader, comment=said
    )
    message = parsed(mail)
    assert message["Bcc"] is None and message["X"] is None
    assert [
        message.get_all(header) is not None and len(message.get_all(header)) for header in ("From", "To", "Subject")
    ] == [1, 1, 1]
    assert message["Subject"] == f"New comments: {printable(name).replace('=?', '= ?')}"
    assert message["From"].addresses[0].addr_spec == settings.DEFAULT_FROM_EMAIL
    words, page = parts(message)
    assert "\u202e" not in words + page and "\x1f" not in words + page
    assert not re.search(r"^(Bcc|X): ", words, re.MULTILINE)
    assert "img" not in tags(page)


def test_several_comments_are_one_digest(sent, under):
    reader = follower(under)
    mails = []
    for text in ("The first.", "The second."):
        _message, said, _reader = sent(text, reader=reader)
        mails.append(mail_to(reader, said))
    message = parsed(*mails[::-1])
    assert message["Subject"] == "2 new comments: The bridge"
    assert message["Message-ID"] == f"<several-comment-{mails[0].comment_id}-{reader.pk}@news.example.org>"
    for part in parts(message):
        assert part.index("The first.") < part.index("The second.")
    token = re.search(r"subscriptions/(\S+)/end", message["List-Unsubscribe"])[1]
    assert read_token(token) == reader


def test_looks_stand_in_each_element_and_darkness_in_a_sheet(sent):
    _words, page = parts(sent()[0])
    tree = tree_of(page)
    assert all(element.get("style") for tag in ("a", "blockquote", "body") for element in tree.iter(tag))
    assert "prefers-color-scheme: dark" in "".join(element.text for element in tree.iter("style"))
    assert tree.get("lang") == "en" and 'name="color-scheme"' in page


def test_a_comment_that_is_gone_is_quoted_by_nothing(under):
    said = say(voice(), "secret", thread=under)
    said.state = "withdrawn"
    assert quote(said) == ""
    assert Comment.objects.get(pk=said.pk).published


def test_it_says_on_which_words_a_comment_hangs(sent, under):
    body = f"<p>See <b>www.example.org</b> &lt;now&gt; {'and on ' * 40}</p>"
    Article.objects.filter(pk=under.article_id).update(body=body)
    mail, _said, _reader = sent(chosen=Chosen("See www.example.org <now>"))
    text = mail.get_body(("plain",)).get_content()
    assert "Ben wrote on “See [link] <now>” under “The bridge”:" in text
    page = html5lib.parse(mail.get_body(("html",)).get_content(), namespaceHTMLElements=False)
    assert "on “See [link] <now>”" in " ".join("".join(page.itertext()).split())
    mail, _said, _reader = sent(chosen=Chosen("and on " * 39 + "and"))
    quoted = mail.get_body(("plain",)).get_content().split("“")[1].split("”")[0]
    assert len(" ".join(quoted.split())) <= 120 and quoted.endswith("…")
