"""What the classifier sees, learns and says: one function for both, plain numbers, no words of one person alone."""

import os
import subprocess
import sys
from time import perf_counter

import pytest

from discussion.screening.classifier.examples import Example, seeds
from discussion.screening.classifier.features import features, folded
from discussion.screening.classifier.judging import Judge, at_least
from discussion.screening.classifier.learning import TooFew, learn
from discussion.screening.classifier.wording import in_words

ATTACKS = {
    "empty": "",
    "one letter over and over": "a" * 10_000,
    "marks upon marks": "a" + "\u0301\u0316" * 5_000,
    "a sign that stands for eighteen": "\ufdfa" * 10_000,
    "no word twice": " ".join(chr(0x4E00 + number) for number in range(5_000)),
    "no space": "".join(chr(0x4E00 + number) for number in range(10_000)),
    "half of a pair": "\ud800" * 10_000,
    "right to left": "\u202e" * 10_000,
    "markup": "<script>alert(1)</script>" * 400,
    "many links": "https://" * 1_250,
    "percent signs": "%s %(words)s %d {0} " * 500,
    "prose": "The bridge, they say, was never meant to make a profit; so who pays? " * 150,
}


@pytest.fixture(scope="module")
def learned():
    return learn([], seeds())


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Buy NOW", "w:buy"),
        ("Buy NOW", "b:buy now"),
        ("casino", "asin"),
        ("casino", " cas"),
        ("ｃａｓｉｎｏ", "w:casino"),
        ("ca\u200bsi\u200bno", "w:casino"),
        ("Straße", "w:strasse"),
        ("Казино", "w:казино"),
        ("https://a.example www.b.example", "f:links 2"),
        ("https://a.example", "f:links 1"),
        ("nothing", "f:links 0"),
        ("ALL OF THIS IS LOUD AND LONG", "f:capitals 5"),
        ("not a word of this is loud at all", "f:capitals 0"),
        ("x" * 400, "f:length 300"),
        ("Now!!", "f:exclaims"),
        ("only $5", "f:money"),
    ],
)
def test_a_text_has_this_feature(text, feature):
    assert feature in features(text)


def test_newcomers_are_a_feature():
    assert "f:newcomer" in features("hello", newcomer=True) and "f:newcomer" not in features("hello")


def test_a_long_text_is_no_louder_than_a_short_one():
    once, often = features("buy now"), features("buy now " * 500)
    assert max(once.values()) <= 1 and max(often.values()) <= 1


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_no_text_takes_long_or_breaks_it(learned, text):
    times = []
    for _ in range(5):
        started = perf_counter()
        found = features(text, newcomer=True)
        probability = learned.judge.probability(found)
        times.append(perf_counter() - started)
    assert 0 <= probability <= 1
    assert min(times) < 0.03, "some 4 ms on a quiet machine"
    assert all(in_words(name) for name, _weight in learned.judge.heaviest(found))


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_what_is_folded_is_no_longer_than_it_was(text):
    assert len(folded(text)) <= 2 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Win a casino bonus from home, click https://win.example now!!",
        "Gewinne jetzt deinen Casino-Bonus: https://gewinn.example",
        "Ты идиот, и все это знают.",
        "Shut up, you moron, nobody wants to read your garbage.",
    ],
)
def test_the_seeds_teach_what_is_taken_down(learned, text):
    assert learned.judge.probability(features(text)) > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "The casino at the harbour should never have been built.",
        "I have lived near the bridge for ten years. Thank you for this.",
        "Ich sehe das anders, die Brücke kostet zu viel.",
        "You are wrong about the timetable, and here is why.",
        "Спасибо, очень ясно написано.",
        "Something worth reading.",
    ],
)
def test_the_seeds_let_ordinary_words_pass(learned, text):
    assert learned.judge.probability(features(text)) < 0.5


def test_seeds_are_the_same_every_time_and_of_both_sides():
    made = seeds()
    assert made == seeds() and len(made) > 400
    assert 0.4 < sum(example.down for example in made) / len(made) < 0.6
    assert not [example for example in made if "{" in example.text]


def test_the_same_examples_teach_the_same(learned):
    assert learn([], seeds()) == learned


def test_it_says_how_well_it_does_on_what_it_has_not_seen(learned):
    assert learned.precision > 0.9 and learned.auc > 0.9 and 0 < learned.recall <= 1


def test_weights_come_back_from_their_packing(learned):
    packed = learned.judge.packed()
    assert Judge.unpacked(packed) == learned.judge and packed[:1] == b"\x78", "zlib of JSON, no pickle"


def said(text, voices, down):
    return [Example(f"{text} number{voice}", down, voice) for voice in voices]


def test_words_of_one_person_alone_are_not_kept():
    own = said("rubbish indeed", range(20), True) + said("thank you", range(20, 40), False)
    own += [Example(f"rubbish zanzibar {number}", True, 1) for number in range(30)]
    own += [Example("rubbish marmalade", True, 2), Example("rubbish marmalade jam", True, 3)]
    weights = learn(own).judge.weights
    assert "w:rubbish" in weights
    assert not [name for name in weights if "zanzibar" in name or "zanz" in name or "marm" in name]
    three = [*own, Example("rubbish marmalade toast", True, 4)]
    assert "w:marmalade" in learn(three).judge.weights


def test_what_one_voice_says_is_tested_by_what_others_say():
    """Or it would know again what it had seen from the same person."""
    own = [Example(f"{word} {number}", down, voice) for voice, down in enumerate((True, False) * 10)
           for word in (f"sign{voice}",) for number in range(10)]  # fmt: skip
    assert learn(own).auc < 0.7


@pytest.mark.parametrize("own", [[], said("a", range(9), True), said("a", range(9), True) + said("b", (10, 11), False)])
def test_nothing_is_learned_from_too_few(own):
    with pytest.raises(TooFew):
        learn(own)


def test_it_names_what_weighed_most_heaviest_first():
    judge = Judge({"w:casino": 2.0, "f:links 3": 1.5, "w:thanks": -3.0})
    found = {"w:casino": 0.5, "f:links 3": 1.0, "w:thanks": 0.5, "w:other": 1.0}
    assert judge.heaviest(found) == [("f:links 3", 1.5), ("w:casino", 1.0)]
    assert judge.score(found) == 1.0


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("w:casino", "“casino”"),
        ("b:buy now", "“buy now”"),
        (" cas", "“cas” in a word"),
        ("f:links 3", "3 links or more"),
        ("f:links 1", "1 link or more"),
        ("f:links 0", "no link"),
        ("f:capitals 5", "a share of capitals from 50 % on"),
        ("f:length 1000", "a length from 1000 letters on"),
        ("f:newcomer", "a newcomer"),
        ("w:%s", "“%s”"),
    ],
)
def test_features_in_words(feature, words):
    assert in_words(feature) == words


@pytest.mark.parametrize(
    ("good", "of", "at_most", "at_least_"), [(0, 0, 0, 0), (50, 50, 0.93, 0.92), (49, 50, 0.90, 0.89), (0, 50, 0, 0)]
)
def test_few_decisions_say_little_for_sure(good, of, at_most, at_least_):
    assert at_least_ <= round(at_least(good, of), 6) <= at_most


def test_who_judges_loads_nothing_that_training_needs():
    script = (
        "import django, sys; django.setup()\n"
        "from discussion.screening.rules import RULES\n"
        "from discussion.screening.classifier.features import features\n"
        "import config.urls\n"
        "features('hello')\n"
        "print([name for name in ('sklearn', 'scipy', 'numpy') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr
