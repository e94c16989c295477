import pytest
from django.db.models import F

from articles.models import Article
from kit.among import Among
from kit.prepared import Prepared
from tests.factories import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers():
    return [article().pk for _ in range(5)]


def asked(*, numbers):
    return Article.objects.filter(Among(F("pk"), numbers)).order_by("pk").values_list("pk", flat=True)


@pytest.mark.parametrize("count", range(6))
def test_it_finds_those_and_no_others(numbers, count):
    assert list(asked(numbers=numbers[:count])) == numbers[:count]
    assert list(asked(numbers=(*numbers[:count], 10**12))) == numbers[:count]


def test_one_wording_does_for_any_number_of_numbers(numbers):
    worded = []

    def question(*, numbers):
        worded.append(numbers)
        return asked(numbers=numbers)

    ask = Prepared(question)
    for count in range(6):
        assert ask(numbers=tuple(numbers[:count])) == [(number,) for number in numbers[:count]]
    assert len(worded) == 1


def test_it_may_stand_beside_other_conditions(numbers):
    found = Article.objects.exclude(pk=numbers[0]).filter(Among(F("pk"), numbers[:2]), state="published")
    assert [one.pk for one in found] == [numbers[1]]
