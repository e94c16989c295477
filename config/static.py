"""Static files as they are served: ours packed into one sheet and one script, all under hashed names."""

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

try:
    import minify
except ImportError:  # it has no wheels for some machines that people develop on; there files go out somewhat larger
    minify = None

# Ours: "*" matches no file of another app, as their names begin with the app's own folder.
OURS = ("js/*.js", "css/*.css")
SHEETS = {
    "css/moderating.css": ["moderation", "card", "log", "numbers", "appeals", "moderated"],
    "css/reading.css": [
        *("layers", "tokens", "base", "masthead", "forms", "article", "support", "discussion", "composer"),
        "notify",
        *("comment", "thread", "folds", "icons", "live", "comforts", "passages"),
    ],
}
SCRIPTS = ("js/discussion.js",)
KINDS = {".css": "text/css", ".js": "application/javascript"}
LEFT_OUT = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)
IMPORT = re.compile(r'^import (?:\{.*?\} from )?"(\./[\w-]+\.js)";\n?', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


class PackedStorage(CompressedManifestStaticFilesStorage):
    """Small files compress badly one by one, and each is a request: a script goes out together with the modules
    that it imports, a sheet with its parts; comments and long names stay at home. What is written is what runs
    unpacked, too.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            ours = [name for name in paths if any(fnmatchcase(name, pattern) for pattern in OURS)]
            texts = {name: self._read(name) for name in ours}
            texts |= {name: "".join(texts[f"css/{part}.css"] for part in parts) for name, parts in SHEETS.items()}
            texts |= {name: packed(name, texts) for name in SCRIPTS}
            for name, text in texts.items():
                self._write(name, lean(name, text))
                paths[name] = (self, name)  # it is hashed as it lies here, not as it was written
        yield from super().post_process(paths, dry_run, **options)

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read(), "utf-8")

    def _write(self, name: str, text: str) -> None:
        if self.exists(name):
            self.delete(name)
        self._save(name, ContentFile(text.encode()))


def lean(name: str, text: str) -> str:
    """Without what only people read."""
    if minify is None:
        return LEFT_OUT.sub("", text)
    return str(minify.string(KINDS[posixpath.splitext(name)[1]], text))


def packed(name: str, texts: dict[str, str]) -> str:
    """A script and all that it imports, each module after those that it needs itself."""
    found: dict[str, str] = {}
    _with_imports(name, texts, found)
    return "{\n" + "".join(_scoped(text) for text in found.values()) + "}\n"


def _with_imports(name: str, texts: dict[str, str], found: dict[str, str]) -> None:
    for other in IMPORT.findall(texts[name]):
        imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
        if imported not in found:
            _with_imports(imported, texts, found)
    found[name] = texts[name]


def _scoped(module: str) -> str:
    """A module that others need shares their scope, so no name may stand twice there; one that exports nothing has a
    scope of its own.
    """
    text = IMPORT.sub("", module)
    return EXPORT.sub(r"\1", text) if EXPORT.search(text) else f"{{\n{text}}}\n"
