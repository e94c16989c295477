"""The ratios as bars, drawn by hand: readable in light and dark, and by who does not see it."""

import math
from xml.sax.saxutils import escape, quoteattr

WIDTH, LEFT, RIGHT = 920, 300, 150
ROW, BAR, TOP, FOOT = 26, 12, 92, 44
LOOKS = """
  svg { color-scheme: light dark; }
  text { font: 13px/1 system-ui, sans-serif; fill: #24211c; }
  .title { font: 600 21px/1 Georgia, serif; }
  .soft { fill: #6b655b; font-size: 12px; }
  .sheet { fill: #fffdf8; }
  .grid { stroke: #e4ddcf; }
  .bar { fill: #3d6b8f; }
  .missed { fill: #b4532a; }
  .target { stroke: #24211c; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ece7dd; }
    .soft { fill: #a79f92; }
    .sheet { fill: #1b1a18; }
    .grid { stroke: #3a3732; }
    .bar { fill: #7fb0d6; }
    .missed { fill: #e58a5c; }
    .target { stroke: #ece7dd; }
  }"""


def drawn(found):
    """Of those scenarios that are compared with something plain, by a scale on which each step is ten times as much."""
    rows = [one for one in found["scenarios"] if "wrong" not in one]
    least, most = scale([one["ratio"] for one in rows])
    height = TOP + ROW * len(rows) + FOOT
    parts = [*_head(found, rows, height), *_grid(least, most, TOP + ROW * len(rows))]
    for place, one in enumerate(rows):
        parts += _row(one, TOP + ROW * place, least, most)
    return "\n".join([*parts, "</svg>", ""])


def scale(ratios):
    """Powers of ten that all of them lie between."""
    positive = [one for one in ratios if one > 0] or [1]
    least, most = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
    return min(least, -1), max(most, 1)


def along(ratio, least, most):
    share = (math.log10(max(ratio, 10**least)) - least) / (most - least)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _head(found, rows, height):
    said = "; ".join(f"{one['name']} {one['ratio']:.3g}" for one in rows)
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found["database"]]
    measured = f"{database} · {found['machine']} · the middle of {found['rounds']} rounds"
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">How fast Broadsheet is</title><desc id="d">{escape(said)}</desc>',
        f"<style>{LOOKS}\n</style>",
        f'<rect class="sheet" width="{WIDTH}" height="{height}" rx="10"/>',
        '<text class="title" x="28" y="42">How fast it is, beside something plain</text>',
        f'<text class="soft" x="28" y="66">{escape(measured)}. 1 × is the plain thing itself, a short stroke what was asked for.</text>',
    ]


def _grid(least, most, bottom):
    for power in range(least, most + 1):
        x = along(10**power, least, most)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{bottom}"/>'
        yield f'<text class="soft" x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{10.0**power:g} ×</text>'


def _row(one, top, least, most):
    """From 1 to where it is: to the left what is slower than the plain thing, to the right what is faster."""
    missed = any(not target["reached"] for target in one["targets"])
    start, end = sorted((along(1, least, most), along(one["ratio"], least, most)))
    middle = top + ROW / 2
    against = f"to {one['against']}" if one["against"] else "to itself, plain"
    yield f"<g><title>{escape(one['says'])}, {escape(against)}: {one['ratio']:.3g} times</title>"
    yield f'<text x="28" y="{middle + 4}">{escape(one["name"])}</text>'
    yield f'<text class="soft" x="{LEFT - 14}" y="{middle + 4}" text-anchor="end">{escape(against)}</text>'
    looks = quoteattr("missed" if missed else "bar")
    width = max(end - start, 1.5)
    yield f'<rect class={looks} x="{start:.1f}" y="{middle - BAR / 2}" width="{width:.1f}" height="{BAR}" rx="2"/>'
    for target in one["targets"]:
        if target["figure"] == "ratio":
            x = along(float(target["target"].split()[1]), least, most)
            yield f'<line class="target" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 3}" y2="{top + ROW - 3}"/>'
    words = f"{one['ratio']:.3g} ×" + (" · missed" if missed else "")
    yield f'<text x="{WIDTH - 28}" y="{middle + 4}" text-anchor="end">{words}</text></g>'
