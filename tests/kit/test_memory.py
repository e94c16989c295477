import pytest

from kit.memory import Memory


@pytest.fixture
def memory(request):
    memory = Memory(request.node.name, {"OPTIONS": {"MAX_ENTRIES": 3}})
    yield memory
    memory.clear()


def test_the_very_object_comes_back(memory):
    page = ["a"]
    memory.set("page", page)
    assert memory.get("page") is page
    assert memory.get("other", "nothing") == "nothing"


def test_what_was_asked_for_least_lately_goes_first(memory):
    for name in "abc":
        memory.set(name, name)
    memory.get("a")
    memory.set("d", "d")
    assert [memory.get(name) for name in "abcd"] == ["a", None, "c", "d"]


def test_it_forgets_in_time(memory):
    memory.set("gone", 1, timeout=-1)
    memory.set("kept", 1, timeout=None)
    assert (memory.get("gone"), memory.get("kept")) == (None, 1)


def test_add_leaves_what_is_there(memory):
    assert memory.add("a", 1) and not memory.add("a", 2)
    assert memory.get_or_set("a", 3) == 1
    assert memory.delete("a") and not memory.delete("a")


def test_two_of_one_name_are_one(memory):
    memory.set("a", 1)
    assert Memory("test_two_of_one_name_are_one", {}).get("a") == 1
    assert Memory("another", {}).get("a") is None
