from functools import cache
from importlib.resources import files

# What axe would work out beside and we do not read: on a long discussion that takes it most of its time.
ONLY_WHAT_IS_BROKEN = {"resultTypes": ["violations"], "selectors": False}


@cache
def axe_source():
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def violations(page, **options):
    """Rules of axe-core that the page breaks, one line each. What a test evaluates is not subject to the CSP."""
    page.wait_for_load_state()  # after a click the new page may have begun, and not ended
    page.evaluate(axe_source())
    found = page.evaluate("options => axe.run(document, options)", ONLY_WHAT_IS_BROKEN | options)["violations"]
    return [
        f"{broken['id']} ({broken['impact']}): {broken['help']}: {node['html'][:120]}"
        for broken in found
        for node in broken["nodes"]
    ]
