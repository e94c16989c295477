"""Links count however they are written, and hosts are compared as browsers do."""

from time import perf_counter

import pytest

from discussion.models import Says, State
from discussion.screening import Draft
from discussion.screening.hosts import folded, hosts_in, listed, within
from discussion.screening.links import Limits, find
from tests.factories import person, say, thread, voice
from tests.screening.nonsense import NONSENSE

HOSTS = [
    ("Nothing here.", []),
    ("See https://example.com/a?b=c#d.", ["example.com"]),
    ("[a picture](https://example.com/x) and <http://example.org>", ["example.com", "example.org"]),
    ("[here](//example.com/x)", ["example.com"]),
    ("[here](/articles/other/)", []),
    ("[https://example.com](https://example.org)", ["example.com", "example.org"]),
    ("https://example.com/?to=https://example.org/", ["example.com", "example.org"]),
    ("www.example.com, www.example.org", ["www.example.com", "www.example.org"]),
    ("Look at example.com/offer and shop.example.xyz!", ["example.com", "shop.example.xyz"]),
    ("Write to ann@example.com.", ["example.com"]),
    ("Go to example dot com", ["example.com"]),
    ("Go to example [dot] com, example(.)net", ["example.com", "example.net"]),
    ("beispiel punkt com", ["beispiel.com"]),
    ("пример точка ru и пример.рф", ["xn--e1afmkfd.ru", "xn--e1afmkfd.xn--p1ai"]),
    ("hxxps://example.com", ["example.com"]),
    ("HTTP://EXAMPLE.COM.:8080/", ["example.com"]),
    ("http://example.com@example.org/", ["example.org"]),
    ("http:\\\\example.com/ http:/example.org", ["example.com", "example.org"]),
    ("[x](http&#58;//example.com) [y](https:\\/\\/example.org)", ["example.com", "example.org"]),
    ("http://exa\u200bmple.com http://exam\u00adple.org", ["example.com", "example.org"]),
    ("http://ex%61mple%2Ecom/", ["example.com"]),
    ("http://ｅｘａｍｐｌｅ．com http://example。org", ["example.com", "example.org"]),
    ("http://bücher.example http://xn--bcher-kva.example", ["xn--bcher-kva.example"] * 2),
    ("http://127.0.0.1/ http://3232235777/", ["127.0.0.1", "3232235777"]),
    ("Ask me how, @best_offers on Telegram!", ["telegram"]),
    ("WhatsApp: +49 (151) 2345-6789", ["whatsapp"]),
    ("пишите в телеграм @vygoda_77", [folded("телеграм")]),
    # What only looks like one.
    ("Telegram and WhatsApp were used by 2,000,000,000 people in 2023, @ben.", []),
    ("Call 112. It was in 1914-1918, and Discord is what we had.", []),
    ("It ended.It was over.So what? That is e.g. this, i.e. that, v1.2.3 and 3.14.", []),
    ("The dot com bubble, and the first dot com years.", []),
    ("A dot net user said so.", []),
    ("Mr.Smith, Ph.D., U.S.A., Node.js, file.txt, a.m., and so on...", []),
    ("@ben and @ada see http: the protocol.", []),
    ("我认为这很好。com是什么？", []),
    ("Das ist z.B. so, d.h. anders.Der Rest nicht.", []),
]


@pytest.mark.parametrize(("text", "hosts"), HOSTS)
def test_hosts_are_found(text, hosts):
    assert hosts_in(text) == hosts


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("example.com", True),
        ("www.example.com", True),
        ("a.b.example.com", True),
        ("attacker-example.com", False),
        ("badexample.com", False),
        ("example.com.attacker.org", False),
        ("com", False),
        ("example.co", False),
    ],
)
def test_hosts_match_at_their_labels(host, inside):
    assert within(host, listed("example.com")) == inside


def test_hosts_are_listed_as_people_paste_them():
    assert listed("https://www.Example.com/x\n\n *.example.org \nBücher.example") == {
        "example.com",
        "example.org",
        "xn--bcher-kva.example",
    }


@pytest.mark.parametrize("host", ["", ".", "xn--", "\ud800", "a" * 9999, "%", "@", ":", "ß.de", "İ.com", "..com"])
def test_folding_never_fails(host):
    assert folded(folded(host)) == folded(host)


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_no_text_breaks_it_or_takes_long(text):
    started = perf_counter()
    found = find(Draft(text, None), Limits())
    assert perf_counter() - started < 2, "seconds, where a pattern that goes back takes hours"
    assert found is None or len(found.reason) < 500


@pytest.fixture
def known(db):
    ben = voice(person("ben"))
    say(ben, thread=thread())
    return ben


@pytest.mark.parametrize(
    ("text", "limits", "says"),
    [
        ("https://a.com", {}, Says.PUBLISH),
        (" ".join(f"https://{letter}.com" for letter in "abcde"), {}, Says.PUBLISH),
        (" ".join(f"https://{letter}.com" for letter in "abcdef"), {}, Says.HOLD),
        ("https://a.com " * 6, {}, Says.HOLD),
        ("https://a.com " * 6, {"trusted": "a.com"}, Says.PUBLISH),
        ("https://www.a.com " * 6, {"trusted": "a.com"}, Says.PUBLISH),
        ("https://not-a.com " * 6, {"trusted": "a.com"}, Says.HOLD),
        ("https://a.com", {"most": 0}, Says.HOLD),
        ("https://a.com", {"blocked": "b.com\na.com"}, Says.REFUSE),
        ("https://sub.a.com", {"blocked": "a.com"}, Says.REFUSE),
        ("https://not-a.com", {"blocked": "a.com"}, Says.PUBLISH),
        ("a (dot) com", {"blocked": "a.com"}, Says.REFUSE),
        ("https://a.com", {"blocked": "a.com", "trusted": "a.com"}, Says.REFUSE),
        ("http://127.0.0.1:8000/articles/bridge/ " * 9, {}, Says.PUBLISH),
    ],
)
def test_links_of_who_is_known(known, text, limits, says):
    found = find(Draft(text, thread(), by=known), Limits(**limits))
    assert (found.says or Says.HOLD if found else Says.PUBLISH) == says


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("https://a.com", True),
        ("Write to me: ann@a.com", True),
        ("spam dot com", True),
        ("http://127.0.0.1:8000/articles/bridge/", False),
        ("No links.", False),
    ],
)
@pytest.mark.django_db
def test_somebody_new_links_nowhere_else(text, held):
    ben, under = voice(person("ben")), thread()
    say(ben, thread=under, state=State.HELD)
    assert bool(find(Draft(text, under, by=ben), Limits())) == held
    assert bool(find(Draft(text, under), Limits())) == held


def test_one_that_slipped_through_makes_nobody_known(known):
    under = known.comments.get().thread
    say(known, thread=under, state=State.HELD)
    assert find(Draft("https://a.com", under, by=known), Limits())
    say(known, thread=under)
    assert not find(Draft("https://a.com", under, by=known), Limits())


def test_reasons_name_hosts_and_limits(known):
    reason = find(Draft(" ".join(f"https://{letter}.com" for letter in "abcdef"), thread(), by=known), Limits()).reason
    assert "6 links" in reason and "a.com, b.com, c.com …" in reason and "limit is 5" in reason


@pytest.mark.django_db
def test_who_answers_may_name_what_he_was_answered_with():
    ben, under = voice(person("ben")), thread()
    first = say(voice(person("ada")), "See https://a.com", thread=under)
    assert not find(Draft("> See https://a.com\n\nThat is wrong.", under, by=ben, parent=first), Limits())
    assert find(Draft("No, https://b.com", under, by=ben, parent=first), Limits())


def test_what_was_linked_before_is_no_news(known):
    comment = known.comments.get()
    assert find(Draft("https://a.com", comment.thread, by=known, comment=comment), Limits()), "put in afterwards"
    comment.source = "https://a.com"
    assert not find(Draft("https://a.com, see there", comment.thread, by=known, comment=comment), Limits())
