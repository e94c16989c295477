"""Watched words by the thousand, and the comment that they are looked for in; the same for the same seed."""

import random
import sys
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

LETTERS = "eeeeaaaooiintttsssrrrllddhhccuummppggybvwfkxjqz"


def made_up(chance):
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(4, 9)))


def watched(count=2000, seed=1):
    """Of each kind that moderators write, most of them words."""
    chance = random.Random(seed)
    forms = (
        lambda: made_up(chance),
        lambda: made_up(chance),
        lambda: f"{made_up(chance)} {made_up(chance)}",
        lambda: f"{made_up(chance)}*",
        lambda: f"*{made_up(chance)}*",
        lambda: f"{made_up(chance)[:3]}*{made_up(chance)[:3]}",
    )
    words = [SimpleNamespace(pattern=forms[number % len(forms)](), kind="word") for number in range(count)]
    for number in range(0, count, 10):
        words[number] = SimpleNamespace(pattern=rf"\b{made_up(chance)}s?\b.{{0,20}}{made_up(chance)}", kind="regex")
    return words


def comment(length=10_000, seed=2):
    chance = random.Random(seed)
    return " ".join(made_up(chance) for _ in range(length // 4))[:length]


def measure(rounds=20):
    """Milliseconds: to make the matcher, for the first comment, and for the middle one of those that follow."""
    from discussion.screening.words.matching import Matcher

    def timed(act):
        started = perf_counter()
        done = act()
        return done, (perf_counter() - started) * 1000

    matcher, made = timed(lambda: Matcher(watched()))
    _found, first = timed(lambda: matcher.matches(comment(seed=99)))
    texts = [comment(seed=seed) for seed in range(rounds)]
    times = sorted(timed(lambda text=text: matcher.matches(text))[1] for text in texts)
    return {"made": made, "first": first, "middle": times[len(times) // 2], "worst": times[-1]}


if __name__ == "__main__":
    import os

    sys.path.insert(0, str(Path(__file__).parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(", ".join(f"{name} {milliseconds:.1f} ms" for name, milliseconds in measure().items()))
