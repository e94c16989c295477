"""Somebody new who writes what was stopped lately, in part."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussion.models import Comment, Rule, Says, ScreeningRule, State, Verdict
from discussion.moderating.acts import ACTS, moderate
from discussion.moderating.undoing import undo
from discussion.posting import change_state, post_comment
from discussion.screening import Draft, Screened, screen
from discussion.screening.phrases import PHRASES, QUOTED, Shared, find
from discussion.screening.pipeline import Step
from discussion.screening.runs import said_in, stretch
from people.roles import MODERATORS
from tests.factories import article, guest, say, staff, thread, voice
from tests.screening.nonsense import NONSENSE

pytestmark = pytest.mark.django_db

PHRASE = "my sister makes a lot of money by one simple trick at home"
SPUN = f"Great article! {PHRASE.capitalize()}, look for the first site."
AGAIN = f"Nice story, {PHRASE}; ask me."
LANGUAGES = {
    "German": ("verdient meine Schwester sehr viel Geld ganz einfach zu Hause", "Jeden Tag {}.", "Bald {}, ehrlich!"),
    "Greek": ("η αδελφή μου κερδίζει πάρα πολλά χρήματα από το σπίτι", "Κάθε μέρα {}.", "Αλήθεια, {}!"),
    "Russian": ("моя сестра зарабатывает очень много денег сидя у себя дома", "Каждый день {}.", "Правда, {}!"),
    "Chinese": ("我的姐姐每天在家里赚很多钱只需要一个简单的方法", "好文章！{}。", "真的，{}，快来看看。"),
    "Japanese": ("私の姉は家にいながら簡単な方法でたくさん稼いでいます", "すごい！{}。", "本当に{}よ"),
    "Korean": ("우리 언니는 집에서 아주 쉬운 방법으로 매일 많은 돈을 벌고 있어요", "정말 {}.", "여러분 {}!"),
    "Thai": ("พี่สาวของฉันหาเงินได้มากมายจากที่บ้านด้วยวิธีง่ายๆ", "จริง {}", "ทุกคน {} นะ"),
    "Arabic": ("أختي تكسب الكثير من المال كل يوم وهي جالسة في بيتها", "مقال جميل {}.", "صدقوني {}!"),
}  # fmt: skip
DISGUISED = {
    "signs": AGAIN.replace(" ", " - "),
    "capitals": AGAIN.upper(),
    "accents": AGAIN.replace("e", "é"),
    "wide letters": "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in AGAIN),
    "what is invisible": AGAIN.replace("e", "e\u200b"),
    "emphasis": AGAIN.replace(" ", " **", 3),
    "far down": f"{'It rains. ' * 700}{AGAIN}",
}
HARMLESS = {
    "another text": "The river was never as low as this year, and the council has known it for a long time.",
    "fewer words": "My sister makes a lot of cheese, and money does not matter to her.",
    "few letters": "a lot of it is as it is to us all",
    "a quotation": f"> {SPUN}\n\nWhat nonsense.",
    "code": f"`{SPUN}`",
    "nothing": "",
}


@pytest.fixture
def mod():
    return staff(MODERATORS, "mod")


def held(by, source, under=None, says=Says.HOLD):
    """As a rule in force stopped it."""
    under = under or thread()
    screened = Screened(Draft(source, under, by=by), says, source=source, steps=(Step("links", says, "on", 0.1, "…"),))
    return post_comment(thread=under, by=by, source=source, client_id=uuid4(), screened=screened)


def waiting(source=SPUN, voices=2):
    return [held(voice(), source) for _ in range(voices)]


def finds(by, source, under=None, **draft):
    return find(Draft(source, under or thread(), by=by, **draft), Shared())


def test_what_two_others_share_that_wait_is_held_with_the_words_that_were_found(ben):
    comments = waiting()
    finding = finds(ben, AGAIN)
    assert f"“{PHRASE}”" in finding.reason and str(comments[1].pk) in finding.reason
    assert PHRASE not in finding.said and finding.says is None
    assert PHRASES.says == Says.HOLD and Says.REFUSE not in PHRASES.may_say
    assert PHRASES.mode == ScreeningRule.Mode.ON


def test_a_guest_is_held_on_his_first_words():
    waiting()
    assert finds(None, AGAIN) and finds(guest(), AGAIN)


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_no_disguise_of_the_letters_helps(ben, text):
    waiting()
    assert finds(ben, text)


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_other_words_pass(ben, text):
    waiting()
    assert not finds(ben, text)


@pytest.mark.parametrize(("phrase", "one", "other"), LANGUAGES.values(), ids=LANGUAGES)
def test_it_reads_every_language(ben, phrase, one, other):
    waiting(one.format(phrase))
    assert finds(ben, other.format(phrase))
    assert not finds(ben, other.format(phrase[:8]))


def test_one_alone_who_waits_is_no_witness(ben):
    waiting(voices=1)
    assert not finds(ben, AGAIN)


def test_nor_is_one_who_says_it_twice(ben):
    eve = voice()
    held(eve, SPUN)
    held(eve, AGAIN)
    assert not finds(ben, AGAIN)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.REFUSED, True),
        (State.SPAM, True),
        (State.HIDDEN, True),
        (State.HELD, False),
        (State.PUBLISHED, False),
        (State.SHADOWED, False),
        (State.WITHDRAWN, False),
        (State.ERASED, False),
    ],
)
def test_one_that_was_taken_down_is_enough_as_it_stands_today(ben, state, counts):
    [comment] = waiting(voices=1)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert bool(finds(ben, AGAIN)) == counts


def test_a_refusal_by_a_rule_is_enough(ben):
    held(voice(), SPUN, says=Says.REFUSE)
    assert finds(ben, AGAIN)


def test_what_a_moderator_took_down_after_it_was_out_counts_until_that_is_undone(ben, mod):
    comment = say(voice(), SPUN, thread=thread())
    assert not finds(ben, AGAIN)
    outcome = moderate([comment.pk], ACTS["hide"], by=mod, rule=Rule.SPAM)
    assert finds(ben, AGAIN)
    undo(outcome.batch, by=mod)
    assert not finds(ben, AGAIN)


def test_what_was_off_topic_is_no_turn_of_phrase(ben, mod):
    moderate([say(voice(), SPUN, thread=thread()).pk], ACTS["hide"], by=mod, rule=Rule.OFF_TOPIC)
    assert not finds(ben, AGAIN)


def test_what_a_moderator_let_out_takes_its_words_along(ben, mod):
    comments = waiting(voices=3)
    assert finds(ben, AGAIN)
    moderate([comments[0].pk], ACTS["approve"], by=mod)
    assert not finds(ben, AGAIN)


def test_what_he_said_himself_counts_once_it_was_rejected(ben):
    comments = [held(ben, SPUN), *waiting(voices=1)]
    assert not finds(ben, AGAIN)
    change_state(comments[0], State.REFUSED)
    assert finds(ben, AGAIN)


def test_who_has_five_comments_out_is_not_asked(ben, django_assert_num_queries):
    waiting()
    under = thread()
    for number in range(5):
        assert finds(ben, AGAIN), number
        say(ben, thread=under)
    with django_assert_num_queries(1):  # draft.earlier
        assert not finds(ben, AGAIN, under)


@pytest.mark.parametrize(
    "about",
    [
        {"headline": PHRASE},
        {"standfirst": f"Police warn: “{PHRASE}” is a lie."},
        {"body": f"<p>They&nbsp;write:</p><p>{PHRASE.replace('sister', '<em>sister</em>')}.</p>"},
    ],
)
def test_words_of_the_article_are_no_news(ben, about):
    waiting()
    assert not finds(ben, AGAIN, thread(article(**about)))
    assert finds(ben, f"{AGAIN} Look for the first site that you can find there.", thread()), "elsewhere they are"


def test_who_was_mostly_stopped_is_asked_however_much_slipped_through(ben):
    waiting()
    under = thread()
    for state in (*[State.PUBLISHED] * 5, *[State.HELD] * 3, State.REFUSED, State.SPAM):
        say(ben, thread=under, state=state)
    assert finds(ben, AGAIN)
    say(ben, thread=under)
    assert not finds(ben, AGAIN)


def test_words_that_he_answers_are_no_news(ben):
    parent = say(voice(), AGAIN, thread=thread())
    waiting()
    assert not finds(ben, f"You write {PHRASE}: is that so?", parent.thread, parent=parent)


def test_words_that_his_comment_had_are_no_news(ben):
    comment = say(ben, AGAIN, thread=thread())
    waiting()
    assert not finds(ben, f"{AGAIN} And so on.", comment.thread, comment=comment)
    plain = say(ben, "Something else.", thread=comment.thread)
    assert finds(ben, AGAIN, plain.thread, comment=plain), "put in later they are"
    refused = held(ben, SPUN, says=Says.REFUSE)
    assert not finds(ben, f"{PHRASE}!", refused.thread, comment=refused), "nothing is held against itself"


def test_only_days_count_that_are_before(ben, mod):
    waiting()
    now = timezone.now()
    assert finds(ben, AGAIN, at=now + timedelta(days=6))
    assert not finds(ben, AGAIN, at=now + timedelta(days=8))
    assert not finds(ben, AGAIN, at=now - timedelta(hours=1)), "a simulation of earlier days"
    moderate([say(voice(), SPUN, thread=thread()).pk], ACTS["spam"], by=mod, rule=Rule.SPAM)
    assert not finds(ben, AGAIN, at=now - timedelta(hours=1)), "decided later"


def test_rules_in_shadow_stop_nothing(ben):
    for by in (voice(), voice()):
        held(by, SPUN, says=Says.PUBLISH)
    assert not finds(ben, AGAIN)


def test_a_long_stretch_is_quoted_in_part(ben):
    waiting(" ".join(f"word{number}" for number in range(100)))
    finding = finds(ben, " ".join(f"word{number}" for number in range(100)))
    assert " …”" in finding.reason and len(finding.reason) < QUOTED + 100


def test_screening_holds_it_by_this_rule(ben):
    waiting()
    screened = screen(Draft(AGAIN, thread(), by=ben))
    assert screened.says == Says.HOLD
    assert [step.code for step in screened.steps if step.says == Says.HOLD] == ["phrases"]


def test_it_asks_once_however_much_was_stopped(ben, django_assert_num_queries):
    waiting(voices=12)
    under = thread()
    assert under.article.headline
    with django_assert_num_queries(2):  # with draft.earlier
        assert finds(ben, AGAIN, under)
    with django_assert_num_queries(1):
        assert not finds(ben, "Thanks, I agree.", under)


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_no_text_breaks_it(ben, text):
    waiting(text.replace("\x00", "").encode("utf-8", "ignore").decode() or "-")
    finding = finds(ben, text)
    assert finding is None or len(finding.reason) < QUOTED + 100
    assert Verdict.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "words", "letters", "count"),
    [
        ("", 3, 3, 0),
        ("a b", 3, 3, 0),
        ("a b c", 3, 3, 1),
        ("a b c", 3, 4, 0),
        ("a b c d e", 3, 3, 3),
        ("a b c defg", 3, 5, 2),
        ("赚 很 多 钱", 3, 7, 1),
    ],
)
def test_runs_have_their_words_and_letters(text, words, letters, count):
    assert len(said_in(text, words, letters)) == count


def test_a_stretch_is_whole_and_ends_where_it_ends():
    shared = "b c d e f"
    found = said_in(shared, 3, 3)
    assert stretch(f"x {shared} y z {shared}", found, 3, 3) == shared
    assert stretch("x y z", found, 3, 3) == ""
