"""What a worker of test_pressing_storms.py does: sends what many browsers send, as fast as it is answered. It waits for
locks as the web server does.
"""

import random
import traceback
from collections import Counter
from uuid import uuid4

from django.conf import settings
from django.test import Client

from config.patience import wait_briefly

wait_briefly(settings.DATABASES["default"])  # this process has no connection yet
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # as tests have


def work(*, what, seed, tabs, **told):
    try:
        chance = random.Random(seed)
        return {"answers": {"press": press, "go_on": go_on}[what](chance, [Tab(*tab) for tab in tabs], **told)}
    except Exception:  # noqa: BLE001  whatever it is, the test reads it
        return {"traceback": traceback.format_exc()}


class Tab(Client):
    def __init__(self, session, address):
        super().__init__(raise_request_exception=False, HTTP_HOST="127.0.0.1", REMOTE_ADDR=address)
        self.cookies["session"] = session

    def say(self, to):
        return self.post(to, {"source": f"Words {uuid4()} {uuid4()}", "client_id": str(uuid4())}).status_code


def press(chance, tabs, *, vote, replies):
    """Everybody votes three times on one comment, last for it, and says two things under it."""
    answers = Counter()
    orders = [(tab, value) for value in ("-1", "0", "1") for tab in tabs]
    for number, (tab, value) in enumerate(orders):
        answers[f"vote {tab.post(vote, {'value': value}).status_code}"] += 1
        if number < len(tabs) * 2:
            answers[f"reply {chance.choice(tabs).say(replies)}"] += 1
    return answers


def go_on(_chance, tabs, *, pages, elsewhere, rounds):
    """Reads, and talks in other discussions."""
    answers = Counter()
    stranger = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
    for number in range(rounds):
        tab = tabs[number % len(tabs)]
        for page in pages:
            answers[f"page {stranger.get(page).status_code}"] += 1
            answers[f"page {tab.get(page).status_code}"] += 1
        answers[f"post {tab.say(elsewhere[number % len(elsewhere)])}"] += 1
    return answers
