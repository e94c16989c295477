"""How a page with 2,000 comments scrolls, and whether the browser's own search finds the last of them.

Frames are timed while the page scrolls as fast as a hurried reader turns a wheel. Milliseconds say little of other
machines: compare the ratio to an empty page of the same height, scrolled by the same browser in the same run.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.browser import executable, launched
from bench.demo_site import ROOT, DemoSite
from bench.load import machine

RESULTS = ROOT / "bench" / "results" / "scroll.json"
FULL, EMPTY = "/articles/one/", "/articles/empty/"
COMMENTS = 2000
WRITTEN = 4000  # a page shows a few replies of each comment; the rest is a link away
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SECONDS_FOR_MORE = 30
LAST = "[...document.querySelectorAll('#thread article.c .c-body')].filter((body) => body.checkVisibility()).at(-1)"
# The times between frames while the whole page goes by, at most 600 of them.
SCROLL = """async () => {
    const frame = () => new Promise(requestAnimationFrame), step = 240, times = [];
    scrollTo(0, 0);
    for (let wait = 0; wait < 10; wait++) await frame();
    for (let last = await frame(); times.length < 600 && scrollY + innerHeight < document.body.scrollHeight - 1;) {
        scrollBy({top: step, behavior: 'instant'});
        const now = await frame();
        times.push(now - last);
        last = now;
    }
    return times.sort((one, other) => one - other);
}"""
# As the browser's search does: the page loses the focus, the words are looked for from the top on.
FIND = f"""() => {{
    document.activeElement.blur();
    scrollTo(0, 0);
    getSelection().removeAllRanges();
    const last = {LAST};
    const found = window.find(last.querySelector('p').textContent.slice(0, 80), true, false, true);
    return found && last.contains(getSelection().anchorNode);
}}"""
# How far what was found lies outside of the window: 0 when it is seen.
OUT_OF_SIGHT = """() => {
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    return Math.round(Math.max(0, -box.top, box.bottom - innerHeight));
}"""
SETTLED = 2000  # milliseconds


def main():
    if not executable():
        raise SystemExit("Scrolling needs Chromium, which is not on this machine.")
    with tempfile.TemporaryDirectory(prefix="broadsheet-scroll-") as folder, launched() as browser:
        with DemoSite.running(Path(folder)) as site:
            fill(site, Path(folder))
            result = {"machine": machine(), **measure(browser.new_context(base_url=site.origin, **PHONE))}
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    for name, value in result.items():
        print(f"{name.replace('_', ' '):28} {value}")


def fill(site, folder):
    site.run("-m", "bench.staging")
    path = folder / "thread.jsonl"
    with path.open("w") as file:
        command = [sys.executable, ROOT / "bench" / "make_thread.py", "--comments", str(WRITTEN)]
        subprocess.run(command, stdout=file, check=True)
    site.run("manage.py", "load_thread", FULL.split("/")[2], path)


def measure(context):
    page = context.new_page()
    page.goto(FULL)
    loads = load_until_full(page)
    result = {"comments": count(page), "elements": page.locator("*").count(), "loads": len(loads)}
    result |= {"first_load_ms": loads[0], "last_load_ms": loads[-1]}
    times = {"first": frames(page), "again": frames(page)}
    result |= {"last_found": page.evaluate(FIND)}
    page.wait_for_timeout(SETTLED)
    result |= {"found_px_out_of_sight": page.evaluate(OUT_OF_SIGHT)}
    height = page.evaluate("document.body.scrollHeight")
    page.goto(EMPTY)
    page.evaluate("height => { document.body.style.height = `${height}px` }", height)
    times["empty"] = frames(page)
    result |= {f"{name}_ms": value for name, value in times.items()}
    return result | {f"ratio_{name}": ratio(times[name], times["empty"]) for name in ("first", "again")}


def load_until_full(page):
    """Milliseconds of each load, from the press of the button to the comments."""
    loads = []
    while (before := count(page)) < COMMENTS:
        start = time.monotonic()
        # By script: the page may still scroll, and to look for a link by its name takes seconds here.
        page.locator("#more a").evaluate("link => link.click()")
        page.wait_for_function(
            "before => document.querySelectorAll('#thread article.c').length > before",
            arg=before,
            timeout=SECONDS_FOR_MORE * 1000,
        )
        loads.append(round((time.monotonic() - start) * 1000))
    return loads


def count(page):
    return page.locator("#thread article.c").count()


def frames(page):
    times = page.evaluate(SCROLL)
    return {"frames": len(times), **{f"p{part}": round(times[len(times) * part // 100], 1) for part in (50, 95, 99)}}


def ratio(measured, empty):
    return {part: round(measured[part] / empty[part], 2) for part in ("p50", "p95", "p99")}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the site ends with us
    main()
