"""Static files as they are served: ours packed into one sheet and one script, all under hashed names."""

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

# Ours: "*" matches no file of another app, as their names begin with the app's own folder.
OURS = ("js/*.js", "css/*.css")
SHEETS = {
    "css/reading.css": [
        *("layers", "tokens", "base", "masthead", "forms", "article", "support", "discussion", "composer"),
        "notify",
        *("comment", "thread", "folds", "icons", "live", "comforts"),
    ],
}
SCRIPTS = ("js/discussion.js",)
LEFT_OUT = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)
IMPORT = re.compile(r'^import (?:\{.*?\} from )?"(\./[\w-]+\.js)";\n?', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


class PackedStorage(CompressedManifestStaticFilesStorage):
    """Small files compress badly one by one, and each is a request: a script goes out together with the modules
    that it imports, a sheet with its parts; comments and indentation stay at home. What is written is what runs
    unpacked, too.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for name in [name for name in paths if any(fnmatchcase(name, pattern) for pattern in OURS)]:
                self._write(name, LEFT_OUT.sub("", self._read(name)))
                paths[name] = (self, name)  # it is hashed as it lies here, not as it was written
            for name, parts in SHEETS.items():
                self._write(name, "".join(self._read(f"css/{part}.css") for part in parts))
                paths[name] = (self, name)
            for name in SCRIPTS:
                self._write(name, "".join(_alone(text) for text in self._with_imports(name, {}).values()))
        yield from super().post_process(paths, dry_run, **options)

    def _with_imports(self, name: str, found: dict[str, str]) -> dict[str, str]:
        """The text of each module, after those that it imports."""
        text = self._read(name)
        for other in IMPORT.findall(text):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
            if imported not in found:
                self._with_imports(imported, found)
        found[name] = text
        return found

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read(), "utf-8")

    def _write(self, name: str, text: str) -> None:
        if self.exists(name):
            self.delete(name)
        self._save(name, ContentFile(text.encode()))


def _alone(module: str) -> str:
    """The module's text in a scope of its own, which only what it exports leaves."""
    text = IMPORT.sub("", module)
    exported = ",".join(name for _declared, name in EXPORT.findall(text))
    text = EXPORT.sub(r"\1", text)
    return f"const {{{exported}}}=(()=>{{\n{text}return {{{exported}}};\n}})();\n" if exported else f"{{\n{text}}}\n"
