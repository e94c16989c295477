import ast
import re

from tests.guards.checkout import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text()
SITE, PROGRAMS = PAGE.split("## The programs")


def names_in(table):
    return set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))


def names_read(path):
    """Of env.str("NAME", ...) and its kin."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {call.args[0].value for call in calls if re.fullmatch(r"env\.\w+", ast.unparse(call.func))}


def test_every_setting_is_documented_and_nothing_else():
    assert names_in(SITE) == names_read(ROOT / "config" / "settings.py")


def test_every_variable_of_the_programs_is_documented():
    sources = "".join(path.read_text() for path in (ROOT / "bin").iterdir() if path.is_file())
    read = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', sources))
    read |= set(re.findall(r"\bBROADSHEET_[A-Z_]*\w", sources))
    assert {"HOST", "PORT", "CI"} <= read
    assert read - {"BROADSHEET_", "BROADSHEET_TEST_"} <= names_in(PAGE)
