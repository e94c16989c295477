"""The administrators' page of classifiers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussion.models import Classifier
from discussion.screening.classifier.judging import Judge
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS
from tests.factories import staff
from tests.screening.learning import classifier

pytestmark = pytest.mark.django_db
LIST = "/admin/discussion/classifier/"
TRAIN = "/admin/discussion/classifier/train/"


@pytest.fixture
def chief(client, settings):
    settings.STAFF_MFA = False
    client.force_login(staff(ADMINISTRATORS))
    return client


def page_of(client, row):
    return client.get(reverse("admin:discussion_classifier_change", args=[row.pk])).content.decode()


def test_train_now_asks_the_worker_and_shows_how_far_it_is(chief):
    assert "Train now" in chief.get(LIST).content.decode()
    assert chief.post(TRAIN).status_code == 303
    page = chief.get(LIST).content.decode()
    assert "One is being trained: Waits for the worker." in page and "Train now" not in page
    chief.post(TRAIN)
    assert Classifier.objects.count() == 1
    Classifier.objects.update(stage=Classifier.Stage.TESTING)
    assert "Tests what it learned" in chief.get(LIST).content.decode()


def test_its_page_says_how_well_it_does_and_by_what(chief):
    judge = Judge({"w:casino": 4.0, "w:<b>bad</b>": 3.0, "w:thanks": -2.0})
    row = classifier(judge, kept_count=30, down_count=20, precision=0.95, recall=0.5, auc=0.987)
    page = page_of(chief, row)
    for words in ("kept: 30, taken down: 20", "precision 95 %, recall 50 %", "0.987", "+4.00", "-2.00", "“casino”"):
        assert words in page, words
    assert "of 50 objections that must be decided on, 0 are" in page
    assert "<b>bad" not in page and "&lt;b&gt;bad" in page


def test_it_says_when_it_may_act(chief):
    row = classifier(decided_count=100, upheld_count=100)
    assert "It may act, where its rule is on." in page_of(chief, row)


def test_one_goes_back_to_an_earlier_one(chief):
    earlier, now = classifier(active=False), classifier()
    assert "Put it to work" in page_of(chief, earlier) and "Put it to work" not in page_of(chief, now)
    assert chief.post(f"{LIST}{earlier.pk}/use/").status_code == 303
    assert Classifier.objects.get(active=True) == earlier


def test_what_is_not_ready_is_not_put_to_work(chief):
    failed = Classifier.objects.create(
        stage=Classifier.Stage.FAILED, failure="There are too few decisions of one kind."
    )
    assert chief.post(f"{LIST}{failed.pk}/use/").status_code == 404
    assert "too few decisions" in page_of(chief, failed)


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_others_neither_see_nor_train(client, settings, role):
    settings.STAFF_MFA = False
    client.force_login(staff(role))
    row = classifier(active=False)
    assert client.get(LIST).status_code == client.post(TRAIN).status_code == 403
    assert client.post(f"{LIST}{row.pk}/use/").status_code == 403
    assert not Classifier.objects.exclude(pk=row.pk).exists()


def test_the_list_does_not_load_weights(chief):
    for _ in range(5):
        classifier(active=False)
    with CaptureQueriesContext(connection) as asked:
        assert chief.get(LIST).status_code == 200
    assert [query["sql"] for query in asked if "upheld_count" in query["sql"]]
    assert not [query["sql"] for query in asked if '"weights"' in query["sql"]]
