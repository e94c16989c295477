"""What a measurement is, and what is made of several."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    figure: str  # "ratio", or one of a measurement's figures
    value: float
    least: bool = True  # or the most that it may be
    on_postgresql: float | None = None  # where more is asked of it

    def on(self, database):
        return self.on_postgresql if database == "postgresql" and self.on_postgresql else self.value

    def reached(self, found, database="sqlite"):
        return found >= self.on(database) if self.least else found <= self.on(database)

    def words(self, database="sqlite"):
        return f"{'≥' if self.least else '≤'} {self.on(database):g}"


@dataclass(frozen=True)
class Request:
    """A page to be asked for; `expects` is the status that it is answered with."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    expects: int = 200


@dataclass(frozen=True)
class Measured:
    """One round. `calibration` where a scenario measures its own; figures are by name, with their unit in it."""

    per_second: float
    figures: dict[str, float]
    calibration: float | None = None


@dataclass(frozen=True)
class Scenario:
    """`against`: a name of calibration.CALIBRATIONS, or "" where it measures its own. `request`: the page, from a site,
    that "same bytes" is made of. `measure`: from a site and a Plan to a Measured. `once`: not by rounds.
    """

    name: str
    says: str
    against: str
    measure: Callable
    request: Callable | None = None
    targets: tuple[Target, ...] = ()
    once: bool = False


@dataclass(frozen=True)
class Plan:
    """How long, and how much of it."""

    seconds: float
    rounds: int
    quick: bool
    readers: int = 0  # who poll; as many as the scenario says unless told
    seed: int = 0  # another in each round

    def much(self, full, quick):
        return quick if self.quick else full


def ratio(measured, calibration):
    base = measured.calibration if measured.calibration is not None else calibration
    return measured.per_second / base


def middle(rounds):
    """The median of each figure of several rounds, (ratio, figures) each."""
    names = rounds[0][1]
    figures = {name: rounded(statistics.median(figures[name] for _ratio, figures in rounds)) for name in names}
    return rounded(statistics.median(one for one, _figures in rounds)), figures


def rounded(number):
    """To four digits: more would say what the machine did not."""
    return float(f"{number:.4g}")


def verdicts(scenario, found, figures, database="sqlite"):
    """Of each target: its figure, what it asks, what was found, whether that is enough."""
    known = {"ratio": found, **figures}
    return [
        {
            "figure": one.figure,
            "target": one.words(database),
            "found": known[one.figure],
            "reached": one.reached(known[one.figure], database),
        }
        for one in scenario.targets
        if one.figure in known
    ]
