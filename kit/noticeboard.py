"""What one process of this machine has found out, for the others: a file of JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

if sys.platform != "win32":
    import fcntl


class Noticeboard:
    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def in_hand(self) -> Iterator["Notices | None"]:
        """To read and to write. None while another process has it, as nobody waits for anybody, and where there cannot
        be one. What a process leaves that dies meanwhile reads as nothing.
        """
        try:
            file = self.path.open("a+", encoding="utf-8")
        except OSError:
            yield None
            return
        with file:
            yield Notices(file) if _locked(file) else None


class Notices:
    def __init__(self, file: TextIO) -> None:
        self.file = file

    def read(self) -> Any:
        self.file.seek(0)
        try:
            return json.load(self.file)
        except ValueError:
            return None

    def write(self, value: Any) -> None:
        text = json.dumps(value, separators=(",", ":"))
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()


def _locked(file: TextIO) -> bool:
    """Until it is closed."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
