"""The file of a backup: a zip with the manifest, the database and the media. Whole, or not under its name."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from operation.backup.manifest import FORMAT, Manifest, Part
from operation.backup.refusing import Refused

MANIFEST = "manifest.json"
MEDIA = "media/"
CHUNK = 1 << 20
Told = Callable[[int], object]  # how many more bytes are done


@contextmanager
def unfinished(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target, which gets its name when all went well. What a kill leaves, the next takes."""
    if target.exists():
        raise Refused(f"There is a file {target} already.")
    beside = target.with_name(f"{target.name}.unfinished")
    # Nobody else may read it: addresses and digests of passwords are in it.
    handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    with open(handle, "w+b") as file:
        _hold(file, target)
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.rename(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _hold(file: BinaryIO, target: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(f"Another backup to {target} is at work.") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Writer:
    def __init__(self, file: BinaryIO, told: Told) -> None:
        self.zip = ZipFile(file, "w", ZIP_DEFLATED)
        self.told = told
        self.parts: dict[str, Part] = {}

    @contextmanager
    def part(self, name: str, *, packed: bool = True) -> Iterator[Callable[[bytes], None]]:
        digest, size = hashlib.sha256(), 0
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED

        with self.zip.open(info, "w", force_zip64=True) as member:

            def write(data: bytes) -> None:
                nonlocal size
                member.write(data)
                digest.update(data)
                size += len(data)
                self.told(len(data))

            yield write
        self.parts[name] = Part(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        manifest.parts = self.parts
        self.zip.writestr(MANIFEST, manifest.written())
        self.zip.close()


class Archive:
    """Of a file that is there; refuses one that no `Writer` finished."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = ZipFile(path)
            text = self.zip.read(MANIFEST)
        except FileNotFoundError:
            raise Refused(f"There is no file {path}.") from None
        except (BadZipFile, KeyError, EOFError, ZlibError, ValueError) as error:
            raise Refused(f"{path} is no backup, or not a whole one: {error}") from error
        self.manifest = self._read(text)

    def _read(self, text: bytes) -> Manifest:
        try:
            manifest = Manifest.read(text)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # A newer form may have more in it than this one knows, and is then no fault of the file.
            raise Refused(f"{self.path}: its manifest cannot be read ({error}).") from error
        if manifest.format != FORMAT:
            raise Refused(f"{self.path} has the form {manifest.format}; this Broadsheet reads {FORMAT}.")
        return manifest

    def check(self, told: Told) -> None:
        """Reads all of it once and refuses what is not as it was written."""
        for name, part in self.manifest.parts.items():
            if name.startswith("/") or ".." in PurePosixPath(name).parts:
                raise Refused(f"{self.path} is damaged: {name!r} is no name of a part.")
            digest = hashlib.sha256()
            for data in self.read(name):
                digest.update(data)
                told(len(data))
            if digest.hexdigest() != part.sha256:
                raise Refused(f"{self.path} is damaged: {name} is not what was written.")

    def read(self, name: str) -> Iterator[bytes]:
        try:
            with self._open(name) as member:
                while data := member.read(CHUNK):
                    yield data
        except (BadZipFile, KeyError, EOFError, ZlibError, NotImplementedError) as error:
            raise Refused(f"{self.path} is damaged: {name} cannot be read ({error}).") from error

    def extract(self, name: str, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        with open(to, "wb") as file:
            for data in self.read(name):
                file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self.zip.open(name)

    @property
    def size(self) -> int:
        return sum(part.bytes for part in self.manifest.parts.values())

    @property
    def media(self) -> list[str]:
        """Names of files, relative to the folder of media."""
        return [name.removeprefix(MEDIA) for name in self.manifest.parts if name.startswith(MEDIA)]
