"""Thousands of attack strings in everything that somebody can type: they are text on every page that shows them."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Appeal, Article, Photo, Section
from discussion.importers.bulk import load
from discussion.importers.thread_file import Entry
from discussion.models import Comment, State, Voice
from discussion.posting import edit_comment
from people.models import User
from tests.factories import article, person, say, thread, voice
from tests.pages.attacks import COMMENT, PROSE, as_written, attacks, bad_links, outside, packed, payloads, skeleton
from tests.pages.reading import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADDRESS = "/articles/bridge/"
OURS = ("/static/js/discussion.js", "/static/django_htmx/htmx-2.min.js", "/static/mfa/", "/static/account/")


@pytest.fixture
def bridge():
    return thread(article("bridge"))


@pytest.fixture
def ben():
    return voice(person("ben"))


def check(page, harmless=None):
    """A page with attacks on it is built as the same page without, and text of comments of allowed elements."""
    for element in page.all(class_="c-body"):
        assert outside(element, COMMENT) == set()
    for element in page.all(class_="prose"):
        assert outside(as_written(element), PROSE) == set()
    assert bad_links(page) == []
    assert all(map(is_ours, page.all("script"))) and not page.all("style") and not page.all("iframe")
    handlers = [name for element in page.all() for name in element.attrib if name.startswith("on") or name == "style"]
    assert handlers == []
    if harmless:
        assert skeleton(page) == skeleton(harmless)


def is_ours(script):
    """htmx and our modules, allauth's files for passkeys, and the data beside those, which no browser runs."""
    if script.get("type") == "application/json":
        return "data-allauth-onload" in script.attrib and set(json.loads(script.text)) == {"ids"}
    return script.get("src", "").startswith(OURS) and not script.text


def entries(texts, names=None):
    now = timezone.now()
    return [
        Entry(number, None, name, "", now - timedelta(minutes=number), text, 0, 0, State.PUBLISHED)
        for number, text in enumerate(texts)
        for name in [(names or {}).get(number, "Ben")]
    ]


def test_there_are_thousands():
    assert len(payloads()) > 3000
    assert len(attacks()) > 3500


def test_as_the_text_of_comments(bridge):
    """Each as a comment of its own, on all pages of the discussion, and with the address of one of them."""
    load(bridge, entries(attacks()))
    page, seen = Visitor().open(ADDRESS), 0
    while True:
        check(page)
        seen += len(page.all(class_="c-body"))
        if not page.links("Load more comments"):
            break
        page = page.follow("Load more comments")
    assert seen == len(attacks())


def test_as_markdown(bridge):
    """Where Markdown makes a link, an address or a piece of code of it."""
    shapes = ("[x]({})", "[x](<{}>)", "<{}>", "`{}`", "> {}", "[{}](http://x.example)", "[x](//y.example '{}')")
    lines = [shape.format(text.replace("\n", " ")) for text in attacks()[::4] for shape in shapes]
    load(bridge, entries(list(packed(9000, [text + "\n\n" for text in lines]))))
    page = Visitor().open(ADDRESS)
    while page.links("Load more comments"):
        check(page)
        page = page.follow("Load more comments")
    check(page)


def test_as_names(bridge):
    """Each as a name beside a comment: in the heading, in the labels of buttons, and in a title."""
    names = dict(enumerate(text[:60] for text in attacks()[::8]))
    texts = ["Harmless."] * len(names)
    other = thread(article("river"))
    load(other, entries(texts))
    load(bridge, entries(texts, names))
    page, harmless = Visitor().open(ADDRESS), Visitor().open("/articles/river/")
    while page.links("Load more comments"):
        check(page, harmless)
        page, harmless = page.follow("Load more comments"), harmless.follow("Load more comments")
    plain = Visitor().open(f"/articles/river/comments/{other.comments.first().pk}/")
    reply = Visitor().open(f"/comments/{other.comments.first().pk}/replies")
    for name in Voice.objects.exclude(name="Ben").order_by("pk")[::10]:
        pk = name.comments.get().pk
        permalink = Visitor().open(f"{ADDRESS}comments/{pk}/")
        check(permalink, plain)
        assert name.name.split()[0] in permalink.title
        check(Visitor().open(f"/comments/{pk}/replies"), reply)


def test_as_ones_own_name(bridge, ben):
    """In the masthead, on every page of somebody logged in."""
    visitor = Visitor(ben.user)
    harmless = visitor.open(ADDRESS + "comments/")
    for text in attacks()[::50]:
        User.objects.filter(pk=ben.user.pk).update(display_name=text[:60])
        check(visitor.open(ADDRESS + "comments/"), harmless)


def test_in_the_form_that_comes_back(bridge, ben):
    visitor = Visitor(ben.user)
    form = visitor.open(ADDRESS + "comments/")
    everything = "\n".join(attacks())
    page = form.press("Post comment", {"What would you add?": everything})
    assert page.status == 422
    check(page, form.press("Post comment", {"What would you add?": "x" * 10_001}))
    assert len(page.text_in("What would you add?")) == len(everything.replace("\r\n", "\n").replace("\r", "\n"))


def test_in_the_form_of_a_draft(bridge):
    page = Visitor().open(ADDRESS).press("Post comment", {"What would you add?": "\n".join(attacks())})
    page = page.visitor.open(ADDRESS + "comments/")
    check(page, Visitor().open(ADDRESS + "comments/"))


def test_on_the_pages_about_one_comment(bridge, ben):
    comment = say(ben, "Harmless.", thread=bridge)
    visitor = Visitor(ben.user)
    addresses = [f"/comments/{comment.pk}/{name}" for name in ("wording", "withdrawal", "replies")]
    addresses.append(f"{ADDRESS}comments/{comment.pk}/")
    edit_comment(comment=comment, by=ben, source="Still harmless.", wording=0)
    harmless = [visitor.open(address) for address in addresses]
    for number, text in enumerate(packed(9900), start=1):
        edit_comment(comment=comment, by=ben, source=text, wording=number)
        for address, page in zip(addresses, harmless, strict=True):
            check(visitor.open(address), page)
    page = visitor.open(f"/comments/{comment.pk}/wordings")
    check(page)
    assert len(page.all(class_="c-body")) == Comment.objects.get().wording_count + 1


def test_in_everything_that_an_editor_types():
    """Headline, standfirst, the names of a section and of an author, the words of a photo and of an appeal."""
    photo, appeal = a_photo(), Appeal.objects.create(link="https://example.org/", above="a", below="b", button="c")
    fields = {"lead_photo": photo, "support": Article.Support.OWN, "appeal": appeal, "body": "<p>Text.</p>"}
    article("bridge", **fields)
    harmless = {address: Visitor().open(address) for address in (ADDRESS, "/", "/sections/world/")}
    rows = {Article: ("headline", "standfirst"), Photo: ("caption", "alternative", "credit"), Section: ("name",),
            Appeal: ("above", "below", "button"), User: ("display_name",)}  # fmt: skip
    columns = [(model, name) for model, names in rows.items() for name in names]
    waiting = {column: texts_for(column, number, len(columns)) for number, column in enumerate(columns)}
    lists = ["/", "/sections/world/"]
    while any(waiting.values()):
        for (model, name), texts in waiting.items():
            model.objects.update(**{name: texts.pop() if texts else "Harmless."})
        lists.reverse()
        for address in (ADDRESS, lists[0]):
            check(Visitor().open(address), harmless[address])


def texts_for(column, number, count):
    """Each attack is in one of the columns where it fits, many together where they do."""
    longest = column[0]._meta.get_field(column[1]).max_length
    return list(packed(longest, [text for text in attacks()[number::count] if len(text) <= longest] or ["<b>"]))


def a_photo():
    photo = Photo(file="photos/x.jpg", width=16, height=9, alternative="a", caption="b", credit="c")
    Photo.objects.bulk_create([photo])
    return photo


def test_in_the_text_of_an_article():
    told = article("bridge")
    harmless = Visitor().open(ADDRESS)
    for text in packed(20_000):
        told.body = f"<p>{text}</p>"
        told.save()
        check(Visitor().open(ADDRESS), harmless)
    for text in attacks()[::40]:
        told.body = text
        told.save()
        check(Visitor().open(ADDRESS), harmless)


def test_as_the_link_of_an_appeal():
    """The form refuses what is no address of a web page, and the page shows what it does not refuse."""
    links = [text for text in attacks() if len(text) <= 300]
    links += [text[: text.index(">")].split("=", 1)[-1].strip("\"'") for text in links if "=" in text and ">" in text]
    taken = []
    for link in {*links, "javascript://x.example/%0aalert(1)", "javascript:alert(1)//http://x.example"}:
        try:
            Appeal(above="a", button="b", link=link).clean_fields()
        except (ValidationError, ValueError):
            continue
        taken.append(link)
    appeal = Appeal.objects.create(above="a", button="b", link="https://example.org/")
    article("bridge", support=Article.Support.OWN, appeal=appeal)
    for link in taken:
        Appeal.objects.update(link=link)
        check(Visitor().open(ADDRESS))


def test_in_addresses(bridge, ben):
    """In a query string, which forms and links repeat, and in the path of a page that there is not."""
    say(ben, thread=bridge)
    visitor = Visitor()
    shown, refused, missing = (
        visitor.open(address) for address in (ADDRESS + "?x=y", ADDRESS + "?sort=y", "/no/such/page")
    )
    for text in packed(6000):
        check(visitor.open(f"{ADDRESS}?x={quote(text)}&{quote(text)}=x"), shown)
        check(visitor.open(f"{ADDRESS}?sort={quote(text)}"), refused)
        check(visitor.open(f"/no/{quote(text)}"), missing)
        page = visitor.open(f"/accounts/login/?next={quote(text)}&x={quote(text)}")
        assert page.status == 200
        check(page)
