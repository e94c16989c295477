"""The arithmetic alone: no database."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.models.tree import Node, Place, faults, number


@st.composite
def parent_links(draw):
    """For each node the index of its parent among those before it, or None."""
    size = draw(st.integers(1, 25))
    return [None, *(draw(st.none() | st.integers(0, index - 1)) for index in range(1, size))]


def forest(links):
    """Those nodes numbered, ids from 1; a tree's number is 1,000 more than its root's id."""
    children = defaultdict(list)
    for index, parent in enumerate(links):
        if parent is not None:
            children[parent + 1].append(index + 1)
    nodes = []
    for root in (index + 1 for index, parent in enumerate(links) if parent is None):
        for pk, place in number(root, children).items():
            parent = links[pk - 1]
            nodes.append(Node(pk, None if parent is None else parent + 1, 7, 1000 + root, *place))
    return sorted(nodes)


def rules(nodes):
    return {fault.rule for fault in faults(nodes)}


#   1        5
#   2  4     6
#   3
SOUND = forest([None, 0, 1, 0, None, 4])


def changed(pk, **values):
    return [node._replace(**values) if node.id == pk else node for node in SOUND]


def test_it_numbers_in_reading_order():
    assert number(1, {1: [2, 4], 2: [3]}) == {
        1: Place(1, 8, 0),
        2: Place(2, 5, 1),
        3: Place(3, 4, 2),
        4: Place(6, 7, 1),
    }


def test_children_stand_as_they_are_given():
    places = number(1, {1: [4, 2, 3]})
    assert sorted(places, key=lambda pk: places[pk].lft) == [1, 4, 2, 3]


def test_a_chain_of_any_depth_is_numbered():
    deep = number(0, {parent: [parent + 1] for parent in range(50_000)})
    assert deep[50_000] == Place(50_001, 50_002, 50_000)


@given(parent_links())
def test_what_is_numbered_has_no_fault(links):
    assert list(faults(forest(links))) == []


@given(parent_links(), st.data())
def test_any_single_changed_number_is_found(links, data):
    nodes = forest(links)
    index = data.draw(st.integers(0, len(nodes) - 1))
    column = data.draw(st.sampled_from(["lft", "rght", "level"]))
    was = getattr(nodes[index], column)
    value = data.draw(st.integers(0, 60).filter(lambda value: value != was))
    nodes[index] = nodes[index]._replace(**{column: value})
    assert list(faults(nodes))


@given(parent_links().filter(lambda links: len(links) > 1), st.data())
def test_any_single_changed_tree_is_found_where_there_are_links(links, data):
    nodes = forest(links)
    linked = [node for node in nodes if node.parent or node.rght - node.lft > 1]
    if linked:
        broken = data.draw(st.sampled_from(linked))
        tree = data.draw(st.sampled_from([1, *{node.tree for node in nodes} - {broken.tree}]))
        assert list(faults([node._replace(tree=tree) if node == broken else node for node in nodes]))


@given(parent_links(), st.data())
def test_any_single_changed_link_is_found(links, data):
    nodes = forest(links)
    index = data.draw(st.integers(0, len(nodes) - 1))
    was = nodes[index].parent
    parent = data.draw((st.none() | st.integers(1, 99)).filter(lambda parent: parent != was))
    nodes[index] = nodes[index]._replace(parent=parent)
    assert list(faults(nodes))


@pytest.mark.parametrize(
    ("rule", "pk", "values"),
    [
        ("R1", 5, {"tree": 1001}),  # a second root
        ("R1", 1, {"parent": 4}),  # no root
        ("R1", 6, {"tree": 9}),
        ("R2", 1, {"level": 1}),
        ("R2", 1, {"lft": 0}),
        ("R3", 3, {"lft": 4, "rght": 3}),
        ("R3", 1, {"rght": 9}),
        ("R4", 3, {"level": 1}),
        ("R4", 3, {"tree": 1005}),
        ("R4", 3, {"parent": 4}),
        ("R4", 3, {"parent": 99}),
        ("R4", 2, {"parent": 3}),  # a circle
        ("R4", 3, {"parent": 3}),
        ("R5", 4, {"lft": 3, "rght": 4}),
        ("R6", 5, {"rght": 6}),
        ("R7", 2, {"lft": 4, "rght": 7}),
        ("R8", 6, {"thread": 8}),
        ("R9", 2, {"rght": 3}),
    ],
)
def test_each_kind_of_damage_has_its_rule(rule, pk, values):
    assert rule in rules(changed(pk, **values))


def test_a_fault_names_the_node():
    found = [fault for fault in faults(changed(3, level=7)) if fault.rule == "R4"]
    assert [(fault.node, fault.tree) for fault in found] == [(3, 1001)]


def test_no_nodes_have_no_fault():
    assert list(faults([])) == []
