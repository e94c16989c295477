"""Where administrators choose the words."""

import pytest

from discussion.models import ScreeningRule, Simulation, Verdict, WatchedWord, WordMatch
from discussion.screening.words import watch_word
from people.roles import ADMINISTRATORS, MODERATORS
from tests.factories import say, staff, thread, voice
from tests.screening.test_simulating import work

pytestmark = pytest.mark.django_db
LIST = "/admin/discussion/watchedword/"
HOW = {"kind": "word", "action": "hold", "mode": "on", "rule": "attack", "note": ""}


@pytest.fixture
def the_door_is_open(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def boss(client, the_door_is_open):
    user = staff(ADMINISTRATORS)
    client.force_login(user)
    return user


def version():
    return ScreeningRule.objects.get(code="watched_words").version


def test_a_word_that_is_saved_is_known_to_all_processes(client, boss):
    assert client.post(LIST + "add/", {"pattern": " kill   yourself ", **HOW}).status_code == 302
    word, first = WatchedWord.objects.get(), version()
    assert (word.pattern, word.by.user) == ("kill yourself", boss)
    client.post(f"{LIST}{word.pk}/change/", {"pattern": "hound", **HOW})
    second = version()
    client.post(f"{LIST}{word.pk}/delete/", {"post": "yes"})
    assert first < second < version() and not WatchedWord.objects.exists()


def test_many_are_deleted_at_once(client, boss):
    words = [watch_word(pattern=pattern, by=None) for pattern in ("one", "two")]
    before = version()
    chosen = {"action": "delete_selected", "_selected_action": [word.pk for word in words], "post": "yes"}
    client.post(LIST, chosen)
    assert not WatchedWord.objects.exists() and version() > before


@pytest.mark.parametrize(
    ("kind", "pattern", "words"),
    [
        ("word", "a", "at least 2 letters"),
        ("word", "*", "at least 2 letters"),
        ("word", "***", "at least 2 letters"),
        ("word", "good a*", "needs at least 2 letters"),
        ("word", "a$$", "Use an expression for signs"),
        ("word", "* idiot", "between two others"),
        ("word", "a\u200bss", "cannot be seen"),
        ("word", "one two three four five six seven eight nine ten eleven", "At most 10 words"),
        ("regex", "(?=a)b", "look ahead or behind"),
        ("regex", "(?<!a)b", "look ahead or behind"),
        ("regex", r"(a)\1", "References to what was found"),
        ("regex", "a*", "empty text"),
        ("regex", "", "This field is required"),
        ("regex", "(", "no regular expression"),
        ("regex", ".", "nearly every comment"),
        ("regex", r"\w+\b", "nearly every comment"),
        ("regex", "((a{100}){100}){100}", "too large"),
        ("regex", r"\pL{900}", "too large"),
    ],
)
def test_what_cannot_be_watched_for_is_said(client, boss, kind, pattern, words):
    page = client.post(LIST + "add/", {**HOW, "pattern": pattern, "kind": kind})
    assert words in page.content.decode() and not WatchedWord.objects.exists()


def test_the_same_pattern_twice_is_refused(client, boss):
    watch_word(pattern="hound", by=None)
    page = client.post(LIST + "add/", {"pattern": "hound", **HOW})
    assert page.status_code == 200 and WatchedWord.objects.count() == 1


def test_a_text_is_tried_without_saving(client, boss):
    sample = "A h.o.u.n.d, <b>no</b> greyhound"
    page = client.post(LIST + "add/", {"pattern": "hound", **HOW, "sample": sample, "_try": "1"}).content.decode()
    marked = "".join(f"<mark>{letter}</mark>." for letter in "hound").removesuffix(".")
    assert f"A {marked}, &lt;b&gt;no&lt;/b&gt; greyhound" in page
    assert not WatchedWord.objects.exists() and not ScreeningRule.objects.exists()


def test_many_lines_are_imported(client, boss):
    done = client.post(LIST + "import/", {**HOW, "action": "block", "lines": "one\n\ntwo words\nthr*\n"}, follow=True)
    assert "3 words are watched for." in done.content.decode()
    assert set(WatchedWord.objects.values_list("pattern", "action")) == {
        ("one", "block"),
        ("two words", "block"),
        ("thr*", "block"),
    }


def test_one_line_that_is_wrong_takes_all_back(client, boss):
    watch_word(pattern="old", by=None)
    page = client.post(LIST + "import/", {**HOW, "lines": "fine\n*\nold\nnew\nnew"})
    said = page.content.decode()
    assert page.status_code == 422 and WatchedWord.objects.count() == 1
    for words in ("Line 2: Write at least", "Line 3: It is watched for already", "Line 5: It is watched for already"):
        assert words in said


def test_the_list_says_how_often_each_was_found(client, boss, django_assert_max_num_queries):
    words = [watch_word(pattern=f"word{number}", by=None) for number in range(30)]
    verdict = Verdict.objects.create(thread=thread(), says="hold")
    WordMatch.objects.bulk_create(WordMatch(word=words[7], verdict=verdict) for _time in range(41))
    with django_assert_max_num_queries(12):
        page = client.get(LIST + "?o=-5").content.decode()
    assert '<td class="field-times">41</td>' in page
    found = client.get(LIST + "?q=word7").content.decode()
    assert "word7" in found and "word8" not in found
    assert "word7" not in client.get(LIST + "?action__exact=block").content.decode()


def test_moderators_see_the_words_and_leave_them(client, the_door_is_open):
    client.force_login(staff(MODERATORS))
    word = watch_word(pattern="hound", by=None)
    assert "hound" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{word.pk}/change/")
    assert page.status_code == 200 and "Try it" not in page.content.decode()
    assert client.post(LIST + "import/", {**HOW, "lines": "one"}).status_code == 403


@pytest.mark.parametrize("pattern", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_no_pattern_becomes_markup(client, boss, pattern):
    word = watch_word(pattern=pattern, kind="regex", by=None)
    for address in (LIST, f"{LIST}{word.pk}/change/", f"{LIST}{word.pk}/delete/"):
        assert pattern not in client.get(address).content.decode()


def test_a_word_is_tried_on_the_last_30_days_before_it_is_watched_for(client, boss):
    under = thread()
    for text in ("A hound.", "A cat.", "Two h o u n d s and a h\u200bound."):
        say(voice(), text, thread=under)
    answer = client.post(LIST + "add/", {"pattern": "hound", **HOW, "_replay": "1"})
    trial = Simulation.objects.get()
    assert answer["Location"] == f"/admin/discussion/simulation/{trial.pk}/change/" and not WatchedWord.objects.exists()
    work()
    trial.refresh_from_db()
    assert trial.result["tried"]["hold"]["count"] == 2 and trial.done == 3
    assert "hound" in client.get(answer["Location"]).content.decode()


def test_what_is_no_word_is_not_tried(client, boss):
    told = client.post(LIST + "add/", {"pattern": "(", **HOW, "kind": "regex", "_replay": "1"}).content.decode()
    assert not Simulation.objects.exists() and "errorlist" in told
