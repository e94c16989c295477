"""Eight processes comment on words of a text while another revises it."""

import pytest

from articles.models import Article, Revision
from discussion.models import Comment, Passage
from tests.discussion.processes import Worker
from tests.discussion.revised import assert_in_place, bridge_of
from tests.discussion.soundness import assert_sound
from tests.factories import voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

POSTERS, POSTS, SAVES = 8, 25, 20
BODY = "".join(
    f"<p>Ferry {number} left pier {number * 7} at dawn with {number * 13} sheep.</p>" for number in range(1, 9)
)


@pytest.fixture(scope="module")
def workers(django_db_setup):
    team = [Worker("tests.discussion.revising_passages") for _ in range(POSTERS + 1)]
    yield team
    for worker in team:
        worker.end()


def test_every_passage_stands_on_its_words_or_is_lost(workers):
    under = bridge_of(BODY)
    *posters, editor = workers
    for number, worker in enumerate(posters):
        worker.order(seed=number, thread=under.pk, count=POSTS, voice=voice().pk)
    editor.order(seed=99, thread=under.pk, count=SAVES)
    answers = [worker.answer() for worker in workers]
    assert [told for answer in answers for told in answer["tracebacks"]] == []
    told = {kind: sum(answer["outcomes"].get(kind, 0) for answer in answers) for kind in ("posted", "saved", "refused")}
    assert told["saved"] == SAVES and told["posted"] + told["refused"] == POSTERS * POSTS
    assert Comment.objects.filter(passage__isnull=False).count() == told["posted"] > 0
    assert assert_in_place(under) + Passage.objects.exclude(lost_at=None).count() == Passage.objects.count() > 1
    last = Revision.objects.latest("number")
    assert not Passage.objects.filter(lost_at=None).exclude(carried_to=last).exists()
    assert Article.objects.get().blocks == last.blocks
    assert_sound()
