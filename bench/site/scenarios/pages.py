"""Pages, asked for by 16 connections at once."""

import html
import re
from functools import partial

from bench.site import wrk
from bench.site.calibration import BROWSER
from bench.site.measured import Measured, Request, Scenario, Target
from bench.site.server import CannotMeasure

SIZES = (100, 1_000, 10_000, 100_000)
USUAL = 1_000
STEADY = Target("p99 / p50", 5, least=False)
MORE = re.compile(r'hx-get="([^"]*after=[^"]*)"')
BY_SCRIPT = {"HX-Request": "true"}
TIMES_TO_WARM = 8


def article(site, size=USUAL):
    return f"/articles/{site.facts['articles'][str(size)]['slug']}/"


def anonymous(site, size):
    return Request(article(site, size))


def unchanged(site, size):
    """What a browser asks that has the page already."""
    page = site.get(article(site, size), BROWSER)
    etag = page.getheader("ETag")
    if not etag:
        raise CannotMeasure(f"{article(site, size)} has no ETag: nothing to ask 304 with")
    return Request(article(site, size), {"If-None-Match": etag}, expects=304)


def signed_in(site):
    return Request(article(site), {"Cookie": f"session={site.facts['members'][0]}"})


def sort_switch(site):
    return Request(article(site) + "?sort=oldest", BY_SCRIPT)


def load_more(site):
    """By the link that stands in the page."""
    found = MORE.search(site.get(article(site)).content.decode())
    if not found:
        raise CannotMeasure(f"{article(site)} has no link to more comments")
    return Request(html.unescape(found[1]), BY_SCRIPT)


def permalink(site):
    return Request(f"{article(site)}comments/{site.facts['articles'][str(USUAL)]['comments'][0]}/")


def front(site):
    return Request("/")


def queue(site):
    return Request("/moderation/?queue=held", {"Cookie": f"session={site.facts['moderator']}"})


def measure(request_of, site, plan):
    """Looks at one answer before and after, and has wrk count those between."""
    request = request_of(site)
    headers = {**BROWSER, **request.headers}
    for _again in range(TIMES_TO_WARM):
        answer = _expected(site, request, headers)
    run = wrk.run(site, request.path, headers, plan.seconds, answer.size)
    _expected(site, request, headers)
    return Measured(run.per_second, run.tails)


def _expected(site, request, headers):
    answer = site.get(request.path, headers)
    if answer.status != request.expects:
        raise CannotMeasure(f"{request.path} answered {answer.status} instead of {request.expects}")
    return answer


def loaded(name, says, request_of, *targets, asks=None):
    """A scenario of one page. `asks`: where its first answer is not what it is compared with."""
    return Scenario(name, says, "same bytes", partial(measure, request_of), asks or request_of, (*targets, STEADY))


PAGES = [
    *(
        loaded(
            f"warm-{size}",
            f"Article page, {size:,} comments, as most get it",
            partial(anonymous, size=size),
            Target("ratio", 1),
        )
        for size in SIZES
    ),
    *(
        loaded(
            f"304-{size}",
            f"The same, {size:,} comments, where a browser has it",
            partial(unchanged, size=size),
            Target("ratio", 1.5),
            asks=partial(anonymous, size=size),
        )
        for size in SIZES
    ),
    loaded("signed-in", "Article page, 1,000 comments, for a member", signed_in, Target("ratio", 0.15)),
    loaded("sort", "Another order", sort_switch),
    loaded("more", "More comments", load_more),
    loaded("permalink", "One comment with its replies", permalink),
    loaded("front", "Front page", front),
    loaded("queue", "Moderators’ desk, 200 comments wait", queue),
]
