"""What was found: a table in the terminal, and a file to keep."""

import json
import shutil
import sys

from bench.load import machine

COLUMNS = "{:<12}  {:>9}  {:<13}  {}"


def result(scenarios, database, plan):
    return {
        "machine": machine(),
        "database": database,
        "seconds": plan.seconds,
        "rounds": plan.rounds,
        "scenarios": scenarios,
    }


def as_json(found):
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def show(found):
    print(f"\n{found['machine']}, {found['database']}, {found['rounds']} rounds of {found['seconds']:g} seconds")
    print(COLUMNS.format("scenario", "ratio", "to", "target"))
    for one in found["scenarios"]:
        print(line(one))


def line(one):
    """A scenario with its ratio; what was asked of it stands behind that, one below the other."""
    if "wrong" in one:
        return f"{one['name']:<12}  NOT MEASURED: {one['wrong']}"
    asked = [target_words(target) for target in one["targets"]]
    if "before" in one:
        asked = [f"{one['before']:.3g} × in {one['compared with']}: {one['ratio of ratios']:.3g} times as fast", *asked]
    asked = asked or [""]
    first = COLUMNS.format(one["name"], f"{one['ratio']:.3g} ×", one["against"] or "its own plain", asked[0])
    return "\n".join(line.rstrip() for line in [first, *(COLUMNS.format("", "", "", words) for words in asked[1:])])


def target_words(target):
    said = "reached" if target["reached"] else "NOT REACHED"
    return f"{target['figure']} {target['found']:.4g}, target {target['target']}: {said}"


def figures(one):
    return "".join(f"    {name:<40} {value:>10,.4g}\n" for name, value in one.get("figures", {}).items())


def progress(words, last=False):
    """On a terminal in one line, which the next one takes; elsewhere in many."""
    if not sys.stdout.isatty():
        print(words, flush=True)
        return
    width = shutil.get_terminal_size().columns - 1
    print("\r\033[K" + (words if last else words[:width]), end="\n" if last else "", flush=True)
