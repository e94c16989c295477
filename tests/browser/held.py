"""Requests that wait until the test lets them go on."""

from collections import deque

import pytest
from playwright.sync_api import Page, Route

SECONDS_TO_COME = 20


class Held:
    def __init__(self, page: Page, pattern: str) -> None:
        self.page = page
        self.routes: deque[Route] = deque()
        page.route(pattern, lambda route: self.routes.append(route))

    def go_on(self) -> None:
        self.next().continue_()

    def next(self) -> Route:
        """The oldest one. A page may show that it is sending before its request has come here."""
        for _ in range(SECONDS_TO_COME * 100):
            if self.routes:
                return self.routes.popleft()
            self.page.wait_for_timeout(10)
        pytest.fail("Nothing was sent.")
