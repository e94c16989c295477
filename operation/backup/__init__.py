"""Database and media in one file, and back: `back_up` and `restore`."""

from operation.backup.making import back_up
from operation.backup.refusing import Refused
from operation.backup.restoring import Restored, restore

__all__ = ["Refused", "Restored", "back_up", "restore"]
