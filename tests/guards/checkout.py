from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("articles", "bin", "config", "discussion", "kit", "operation", "people", "tests", "static", "templates")


def files_of_ours(*patterns):
    return sorted(
        path
        for folder in OURS
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and not {"migrations", "__pycache__"} & set(path.parts)
    )


def named(path):
    return str(path.relative_to(ROOT))
