"""The site that the browser tests look at, and the mails that it sends."""

import email
import email.policy
import re
import shutil
import sqlite3
import time
from contextlib import closing

from bench.demo_site import ROOT, DemoSite

__all__ = ["ROOT", "Site"]
SECONDS_FOR_A_MAIL = 10
BETWEEN_MAILS = "\n" + "-" * 79 + "\n"


class Site(DemoSite):
    def __init__(self, folder):
        super().__init__(folder)
        self.restored = 0

    def settings(self):
        return super().settings() | {"BROADSHEET_GUESTS": "0"}  # a test that is about guests welcomes them

    def keep(self):
        """As it is now is how restore() makes it again."""
        self.copy("broadsheet.sqlite3", "kept.sqlite3")

    def restore(self):
        """Every test finds the same site, whatever ran before it and beside it."""
        self.restored += 1
        self.copy("kept.sqlite3", "broadsheet.sqlite3")
        with closing(sqlite3.connect(self.folder / "broadsheet.sqlite3", timeout=20)) as database, database:
            # The server keeps pages by the thread's version, so no two tests may come to the same one.
            database.execute("UPDATE discussion_thread SET version = version + ?", [self.restored * 10_000])
        shutil.rmtree(self.folder / "mails", ignore_errors=True)

    def copy(self, source, target):
        with (
            closing(sqlite3.connect(self.folder / source, timeout=20)) as read,
            closing(sqlite3.connect(self.folder / target, timeout=20)) as written,
        ):
            read.backup(written)

    def mails(self, to):
        """To this address, oldest first."""
        files = sorted((self.folder / "mails").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        texts = [text for path in files for text in path.read_text().split(BETWEEN_MAILS) if text.strip()]
        mails = [email.message_from_string(text, policy=email.policy.default) for text in texts]
        return [mail for mail in mails if to in (mail["To"] or "")]

    def wait_for_mail(self, to):
        """The newest to this address, as soon as there is one."""
        deadline = time.monotonic() + SECONDS_FOR_A_MAIL
        while time.monotonic() < deadline:
            if mails := self.mails(to):
                return mails[-1]
            time.sleep(0.1)
        raise AssertionError(f"No mail to {to} came within {SECONDS_FOR_A_MAIL} seconds.")

    def link_in_mail(self, to):
        text = self.wait_for_mail(to).get_body(("plain",)).get_content()
        return re.search(re.escape(self.origin) + r"\S+", text)[0]
