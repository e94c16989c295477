"""Budgets that keep a file readable in one sitting. Who needs more has found a second idea: give it its own file."""

import ast

import pytest

from tests.guards.checkout import ROOT, files_of_ours, named

LINES = {"*.py": 300, "*.html": 80, "*.css": 250}
LINES_OF_A_FUNCTION = 60
PROGRAMS = [ROOT / "bin" / name for name in ("bench", "screenshots", "serve", "test")]


@pytest.mark.parametrize("pattern", LINES)
def test_no_file_is_too_long(pattern):
    lengths = {named(path): len(path.read_text().splitlines()) for path in files_of_ours(pattern)}
    assert {name: lines for name, lines in lengths.items() if lines > LINES[pattern]} == {}


def test_no_function_is_too_long():
    too_long = {}
    for path in [*files_of_ours("*.py"), *PROGRAMS]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LINES_OF_A_FUNCTION:
                too_long[f"{named(path)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert too_long == {}
