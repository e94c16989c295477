"""A robot that wants its links to be read: it spins its text, its names and its networks, opens accounts and mailboxes,
waits past traps, and sends what is refused again. `linkless` is the share of what lures by words alone.
"""

from datetime import timedelta
from random import Random
from uuid import uuid4

from django.test import Client

from discussion.guests.proving import confirm
from discussion.models import Comment
from discussion.screening.by_hand import stamp
from tests.factories import person

NETWORKS = ("198.51.100.", "203.0.113.", "192.0.2.", "2001:db8:1:2::")
NAMES = ("Anna", "Max", "Olga", "John", "Li", "Maria", "Tom", "Eva")
SPUN = (
    ("Great", "Nice", "Wonderful", "Awesome", "Very useful", "Really good"),
    ("article", "post", "text", "information", "blog", "story"),
    ("I earn", "My sister makes", "You can get", "My friend was paid", "Everybody here makes", "We won"),
    ("5,000 dollars a week", "$320 an hour", "up to 90 euros a day", "a lot of money", "a new phone"),
    ("working from home", "with crypto", "playing online", "by one simple trick", "without any risk"),
)
SITES = ("cheap-pills.xyz", "best-casino.top", "fast-loan.online", "win-big.club", "fx-profit.site")
LINKS = (
    "https://{}/{}",
    "http://www.{}/?id={}",
    "[click here](https://{}/{})",
    "{}/{}",
    "www.{}/{}",
    "hxxps://{}/{}",
)
SPELLED = ("{} [dot] {}", "{} dot {}", "{}(.){}", "mail me: offer@{}.{}")


class Robot:
    """`sent` counts what it tried. Time must be frozen: it moves with the robot."""

    def __init__(self, threads, clock, seed=34, linkless=0.0):
        self.threads, self.clock, self.chance, self.linkless = threads, clock, Random(seed), linkless
        self.accounts = []
        self.texts = []
        self.sent = 0

    def run(self, count):
        for _ in range(count):
            pause = (1, 6) if self.chance.random() < 0.998 else (600, 7200)
            self.clock.tick(timedelta(seconds=self.chance.randrange(*pause)))
            if self.chance.random() < 0.4:
                self._as_member()
            else:
                self._as_guest()

    def _as_member(self):
        """In an account that is fresh, or was used a few times."""
        if not self.accounts or self.chance.random() < 0.2:
            client = Client()
            client.force_login(person(f"robot{len(self.accounts)}"))
            self.accounts.append(client)
        self._send(self.chance.choice(self.accounts[-5:]), {})

    def _as_guest(self):
        """Mostly patient. It reads the mails to every other address that it makes up."""
        patient = self.chance.random() < 0.8
        made = stamp()
        self.clock.tick(timedelta(seconds=6 if patient else 1))
        who = f"{self.chance.choice(NAMES)} {self.chance.choice('ABCDEFGHKLM')}."
        bait = "https://cheap-pills.xyz" if self.chance.random() < 0.1 else ""
        fields = {"name": who, "email": f"{uuid4().hex}@example.org", "website": bait, "made": made}
        before = Comment.objects.order_by("pk").last()
        self._send(Client(), fields)
        latest = Comment.objects.order_by("pk").last()
        if latest and latest != before and self.chance.random() < 0.5:
            confirm(voice=latest.voice)

    def _send(self, client, fields):
        """What it is asked to look at again it sends again."""
        under = self.chance.choice(self.threads)
        fields = {"source": self._text(), "client_id": uuid4(), **fields}
        network = {"REMOTE_ADDR": f"{self.chance.choice(NETWORKS)}{self.chance.randrange(1, 250)}"}
        address = f"/articles/{under.article.slug}/comments/"
        self.sent += 1
        answer = client.post(address, fields, **network)
        if answer.status_code == 422:
            client.post(address, {**fields, "heeded": fields["client_id"]}, **network)

    def _text(self):
        if self.texts and self.chance.random() < 0.15:
            return self.chance.choice(self.texts)
        words = " ".join(self.chance.choice(part) for part in SPUN)
        text = f"{words}! {self._lure()}"
        self.texts.append(text)
        return text

    def _lure(self):
        site = self.chance.choice(SITES)
        name = site.split(".")[0]
        if self.chance.random() < self.linkless:
            return f"Just look for {name.replace('-', ' ')} and take the first that you find."
        kind = self.chance.random()
        if kind < 0.8:
            return self.chance.choice(LINKS).format(site, self.chance.randrange(10_000))
        if kind < 0.95:
            return self.chance.choice(SPELLED).format(name, self.chance.choice(("com", "xyz", "top")))
        return f"Ask me how, @{uuid4().hex[:8]} on Telegram!!!"
