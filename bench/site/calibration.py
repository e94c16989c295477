"""What the site is compared with: plain things that the same server does in the same run."""

import gzip

import brotli

from bench.site import wrk
from bench.site.server import CannotMeasure

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
OPENED = {"br": (brotli.decompress, ".br"), "gzip": (gzip.decompress, ".gz")}


def keep_same_bytes(site, scenario):
    """The scenario's answer, as it came over the wire, into the folder that whitenoise serves once the site is started
    again. Compressed as the page was: a page that goes out plain is compared with a plain file.
    """
    request = scenario.request(site)
    headers = {name: value for name, value in request.headers.items() if name != "If-None-Match"}
    answer = site.get(request.path, {**BROWSER, **headers})
    if answer.status != 200:
        raise CannotMeasure(f"{request.path} answered {answer.status} instead of 200")
    folder = site.data / "same-bytes" / "-" / "same"
    folder.mkdir(parents=True, exist_ok=True)
    encoding = answer.getheader("Content-Encoding")
    if encoding is None:
        (folder / f"{scenario.name}.html").write_bytes(answer.content)
        return
    opened, ending = OPENED[encoding]
    (folder / f"{scenario.name}.html").write_bytes(opened(answer.content))
    (folder / f"{scenario.name}.html{ending}").write_bytes(answer.content)


def same_bytes(site, scenario, plan):
    return _loaded(site, path_of_same_bytes(scenario.name), plan)


def path_of_same_bytes(name):
    return f"/-/same/{name}.html"


def empty_view(site, scenario, plan):
    return _loaded(site, "/-/empty", plan)


def one_row(site, scenario, plan):
    return _loaded(site, f"/-/row/{next(iter(site.facts['articles'].values()))['article']}", plan)


def _loaded(site, path, plan):
    answer = site.get(path, BROWSER)
    if answer.status != 200:
        raise CannotMeasure(f"{path} answered {answer.status} instead of 200")
    return wrk.run(site, path, BROWSER, plan.seconds, answer.size)


CALIBRATIONS = {"same bytes": same_bytes, "empty view": empty_view, "one row": one_row}
