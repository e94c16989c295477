"""What must hold whatever happened before."""

from discussion.mending import faults_of_all_trees
from discussion.models import Thread
from discussion.recounting import recount


def assert_sound():
    assert list(faults_of_all_trees()) == []
    assert [correction for thread in Thread.objects.all() for correction in recount(thread)] == []
