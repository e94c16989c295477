"""Takes a picture of every page and state in every look, for people to look at side by side.

bin/screenshots [WORD ...]: a word chooses looks ("phone", "dark") or pages ("article", "error") by a part of their
names; without any, all of them. What is broken in a picture is seen at once, what is ugly too; no test does that.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from bench.browser import launched
from bench.demo_site import ROOT, DemoSite
from bench.looks import LOOKS
from bench.shots import SHOTS

FOLDER = ROOT / "var" / "screenshots"
TALLEST = 24_000  # of what Chromium paints as one picture
STYLE = """
body { font: 14px sans-serif } th { position: sticky; inset-block-start: 0; background: #fff }
td { vertical-align: top } img { inline-size: 16rem; border: 1px solid #999 }"""
# The last pictures of a slow machine show the same rights as the first ones.
PATIENCE = {"BROADSHEET_EDIT_MINUTES": "60", "BROADSHEET_UNDO_MINUTES": "60"}
READY = """async () => {
    document.querySelectorAll('img[loading=lazy]').forEach((image) => { image.loading = 'eager' });
    await Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode().catch(() => 0))]);
}"""


class Studio:
    """The site on its stage, with whoever has logged in before."""

    def __init__(self, site, browser):
        self.site, self.browser = site, browser
        self.staged = json.loads(site.run("-m", "bench.staging"))
        self.error = site.run("-m", "bench.screenshots", "--error-page")
        self.sessions = {"": None}

    def take(self, shot, look):
        context = self.browser.new_context(
            base_url=self.site.origin, storage_state=self._session(shot.who), **look.options
        )
        try:
            page = context.new_page()
            page.route(
                "**/error-500", lambda route: route.fulfill(status=500, body=self.error, content_type="text/html")
            )
            page.goto(shot.address.format(**self.staged))
            if shot.act:
                shot.act(page)
            if look.direction:
                page.evaluate("direction => { document.documentElement.dir = direction }", look.direction)
            if shot.whole:
                show_all(page)
            page.evaluate(READY)
            page.screenshot(path=file_of(shot, look), animations="disabled")
        finally:
            context.close()

    def _session(self, who):
        if who not in self.sessions:
            context = self.browser.new_context(base_url=self.site.origin)
            page = context.new_page()
            page.goto("/accounts/login/")
            page.locator("input[name=login]").fill(who)
            page.locator("input[name=password]").fill(self.site.password)
            with page.expect_navigation(url=lambda url: "/login/" not in url):
                page.locator("input[name=password]").press("Enter")
            self.sessions[who] = context.storage_state()
            context.close()
        return self.sessions[who]


def show_all(page):
    """As tall a window as the page needs: in a picture beyond the window, what content-visibility put off is blank."""
    for _again in range(2):  # what was put off has its real height only then
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": min(height, TALLEST)})


def file_of(shot, look):
    return FOLDER / look.name / f"{shot.name}.png"


def chosen(words):
    """Looks and shots that the words name. A word that names neither ends the program."""
    looks = [look for look in LOOKS if any(word in look.name for word in words)]
    shots = [shot for shot in SHOTS if any(word in shot.name for word in words)]
    for word in words:
        if not any(word in one.name for one in [*LOOKS, *SHOTS]):
            names = " ".join(one.name for one in [*LOOKS, *SHOTS])
            raise SystemExit(f"There is no picture called {word!r}. There are: {names}")
    return looks or LOOKS, shots or SHOTS


def write_index():
    """All pictures that are there, also those of earlier runs."""
    heads = "".join(f"<th>{look.name}" for look in LOOKS)
    rows = [f"<tr><th>{shot.name}" + "".join(cell(file_of(shot, look)) for look in LOOKS) for shot in SHOTS]
    page = f'<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>{STYLE}</style>'
    FOLDER.joinpath("index.html").write_text(f"{page}<table><tr><th>{heads}{''.join(rows)}</table>\n")


def cell(file):
    address = file.relative_to(FOLDER)
    return f'<td><a href="{address}"><img loading="lazy" src="{address}" alt=""></a>' if file.exists() else "<td>"


def main(words):
    looks, shots = chosen(words)
    os.environ.update(PATIENCE)
    failed = []
    with tempfile.TemporaryDirectory(prefix="broadsheet-screenshots-") as folder, launched() as browser:
        with DemoSite.running(Path(folder)) as site:
            studio = Studio(site, browser)
            for shot, look in tqdm([(shot, look) for look in looks for shot in shots], unit="picture"):
                try:
                    studio.take(shot, look)
                except Exception as error:  # the other pictures are still worth having
                    failed.append(f"{look.name}/{shot.name}: {str(error).splitlines()[0]}")
    write_index()
    print("\n".join(failed + [f"{len(looks) * len(shots) - len(failed)} pictures: {FOLDER / 'index.html'}"]))
    return 1 if failed else 0


def print_error_page():
    """What a reader gets when the server fails; no address leads to it."""
    import django

    django.setup()
    from django.template.loader import render_to_string

    print(render_to_string("500.html"))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the site ends with us
    sys.exit(print_error_page() if sys.argv[1:] == ["--error-page"] else main(sys.argv[1:]))
