"""The same again, by its writer or by others; what many people say in a few words is no copy."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussion.leaving import leave
from discussion.models import Comment, Says, State, Verdict
from discussion.models.screening import BANDS
from discussion.posting import edit_comment, post_comment, withdraw_comment
from discussion.screening import Draft, screen
from discussion.screening.likeness import alike, bands_of, plain
from discussion.screening.repetition import Likeness, find
from tests.factories import person, thread, voice
from tests.screening.nonsense import NONSENSE

pytestmark = pytest.mark.django_db

TEXT = (
    "I have lived in this town for thirty years and I have never seen the river as low as it is now. The council "
    "should have listened to the engineers who warned about the dam, instead of building yet another car park."
)
OTHER = (
    "The article leaves out that the dam was never meant to hold so much water in the first place. There were three "
    "reports about it, one of them by the university, and all of them say that the wall is too thin."
)
LIKE = {
    "signs": TEXT.replace(",", " –").replace(".", "!"),
    "capitals": TEXT.upper(),
    "accents": TEXT.replace("e", "é"),
    "wide letters": "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in TEXT),
    "what is invisible": TEXT.replace("e", "e\u200b"),
    "another link": f"{TEXT} https://example.com/{uuid4()}",
    "two other words": TEXT.replace("thirty", "forty").replace("car park", "shopping mall"),
    "words more": f"Hello everybody! {TEXT} Thank you.",
}
FAR = {
    "another text": OTHER,
    "an answer that quotes it": f"> {TEXT}\n\n{OTHER}",
    "the half of it": TEXT[: len(TEXT) // 2] + OTHER[len(OTHER) // 2 :],
}
LANGUAGES = {
    "German": "Der Stadtrat hätte auf die Ingenieure hören sollen, die vor dem Damm gewarnt haben, statt zu bauen.",
    "Turkish": "Belediye, barajla ilgili uyarıda bulunan mühendisleri dinlemeliydi; otopark yapmak yerine.",
    "Greek": "Το δημοτικό συμβούλιο έπρεπε να ακούσει τους μηχανικούς που προειδοποίησαν για το φράγμα.",
    "Russian": "Городской совет должен был прислушаться к инженерам, которые предупреждали о состоянии плотины.",
    "Chinese": "市议会本应听取工程师关于大坝的警告，而不是再建一个停车场，这条河从来没有像现在这样低过。",
    "Arabic": "كان على مجلس المدينة أن يستمع إلى المهندسين الذين حذروا من السد بدلا من بناء موقف آخر للسيارات.",
    "Hindi": "नगर परिषद को एक और पार्किंग बनाने के बजाय उन इंजीनियरों की बात सुननी चाहिए थी जिन्होंने बाँध के बारे में चेतावनी दी थी।",
    "Thai": "สภาเมืองควรฟังวิศวกรที่เตือนเรื่องเขื่อน แทนที่จะสร้างที่จอดรถอีกแห่งหนึ่ง แม่น้ำไม่เคยต่ำขนาดนี้มาก่อน",
}


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def ada():
    return voice(person("ada"))


def posted(by, source, under=None, state=None):
    """As it comes through screening, and decided on where `state` is given."""
    under = under or thread()
    screened = screen(Draft(source, under, by=by))
    comment = post_comment(thread=under, by=by, source=source, client_id=uuid4(), screened=screened)
    if state:
        Comment.objects.filter(pk=comment.pk).update(state=state)
    return comment


def says(by, source, **draft):
    finding = find(Draft(source, thread(), by=by, **draft), Likeness())
    return (finding.says or Says.HOLD) if finding else Says.PUBLISH


def test_a_writer_is_told_that_he_said_that_already(ben):
    comment = posted(ben, TEXT)
    finding = find(Draft(TEXT, thread(), by=ben), Likeness())
    assert finding.says == Says.NUDGE and str(comment.pk) in finding.reason and "already" in finding.said


@pytest.mark.parametrize("text", LIKE.values(), ids=LIKE)
def test_what_is_like_a_text_of_others_waits_for_review(ben, ada, text):
    posted(ben, TEXT)
    assert says(ada, text) == Says.HOLD
    assert says(None, text) == Says.HOLD, "somebody's first words"


def test_what_is_nearly_his_own_waits_for_review(ben):
    posted(ben, TEXT)
    assert says(ben, LIKE["two other words"]) == Says.HOLD
    assert says(ben, LIKE["signs"]) == Says.NUDGE


@pytest.mark.parametrize("text", FAR.values(), ids=FAR)
def test_what_is_something_else_is_published(ben, ada, text):
    posted(ben, TEXT)
    assert says(ada, text) == says(ben, text) == Says.PUBLISH


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_copies_are_known_in_every_language(ben, ada, text):
    for other in LANGUAGES.values():
        if other != text:
            posted(ben, other)
    assert says(ada, text) == Says.PUBLISH
    posted(ben, text)
    assert says(ada, text + " 123") == Says.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "I agree.",
        "Thanks!",
        "Thank you very much for this article!",
        "我完全同意你的看法，谢谢！",
        "",
        "👏👏👏",
        f"> {TEXT}\n\nYes.",
    ],
)
def test_short_texts_never_count(ben, ada, text):
    posted(ben, text)
    assert says(ada, text) == says(ben, text) == Says.PUBLISH
    assert Verdict.objects.get().band_1 is None


@pytest.mark.parametrize(
    ("state", "counts"),
    [(State.HELD, True), (State.SPAM, True), (State.REFUSED, True), (State.WITHDRAWN, False), (State.ERASED, False)],
)
def test_what_was_taken_back_does_not_count(ben, ada, state, counts):
    posted(ben, TEXT, state=state)
    assert says(ben, TEXT) == (Says.NUDGE if counts else Says.PUBLISH)
    assert says(ada, TEXT) == (Says.HOLD if counts else Says.PUBLISH)


def test_who_withdraws_it_may_say_it_elsewhere(ben):
    withdraw_comment(comment=posted(ben, TEXT), by=ben)
    assert says(ben, TEXT) == Says.PUBLISH


def test_a_new_wording_does_not_repeat_the_old(ben, ada):
    comment = posted(ben, TEXT)
    assert says(ben, LIKE["two other words"], comment=comment) == Says.PUBLISH
    screened = screen(Draft(OTHER, comment.thread, by=ben, comment=comment))
    edit_comment(comment=comment, by=ben, source=OTHER, wording=0, screened=screened)
    assert says(ada, OTHER) == Says.HOLD, "as it reads now"
    assert says(ada, TEXT) == Says.PUBLISH, "it stands nowhere"


def test_only_days_count_that_are_before(ben, ada):
    posted(ben, TEXT)
    now = timezone.now()
    assert says(ada, TEXT, at=now + timedelta(days=8)) == Says.PUBLISH
    assert says(ada, TEXT, at=now - timedelta(hours=1)) == Says.PUBLISH, "a simulation of earlier days"


def test_what_is_erased_leaves_no_digest(ben):
    posted(ben, TEXT)
    leave(ben.user, comments_go=True)
    assert list(Verdict.objects.values_list(*BANDS)) == [(None,) * 4]


def test_it_asks_once_however_many_copies_there_are(ben, ada, django_assert_num_queries):
    for _ in range(12):
        posted(ben, TEXT)
    under = thread()
    with django_assert_num_queries(1):
        assert find(Draft(TEXT, under, by=ada), Likeness())
    with django_assert_num_queries(0):
        assert not find(Draft("I agree.", under, by=ada), Likeness())


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_no_text_breaks_it(text):
    read = plain(text)
    bands = bands_of(read)
    assert bands is None or all(-(2**63) <= band < 2**63 for band in bands)
    assert 0 <= alike(read, plain(TEXT), 85) <= 100
