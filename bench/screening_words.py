"""Watched words by the thousand, and the comment that they are looked for in; the same for the same seed."""

import random
from time import thread_time
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
    """Milliseconds of this thread's processor, whatever else the machine does: to make the matcher, for the first
    comment, for the middle and the worst one of those that follow, and for one in which hundreds of them are found.
    """
    from discussion.screening.words.matching import Matcher

    def timed(act):
        started = thread_time()
        done = act()
        return done, (thread_time() - started) * 1000

    matcher, made = timed(lambda: Matcher(watched()))
    _found, first = timed(lambda: matcher.matches(comment(seed=2)))
    texts = [comment(seed=seed) for seed in range(3, 3 + rounds)]
    times = sorted(timed(lambda text=text: matcher.matches(text))[1] for text in texts)
    full = comment(seed=1)  # the seed of the words themselves
    found, many = timed(lambda: matcher.matches(full))
    assert len(found) > 500
    return {"made": made, "first": first, "middle": times[len(times) // 2], "worst": times[-1], "full": many}
