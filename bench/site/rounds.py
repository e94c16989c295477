"""Measures scenarios in rounds: what it is compared with, the scenario, and again. The middle of all counts."""

from dataclasses import replace

from bench.site import calibration
from bench.site.calibration import CALIBRATIONS
from bench.site.measured import middle, ratio, verdicts
from bench.site.server import CannotMeasure


def keep_bytes(sites, scenarios):
    """Files that pages are compared with are seen when a server starts; which scenarios have none, and why."""
    wrong = {}
    for site in sites:
        for one in scenarios:
            if one.request is None:
                continue
            try:
                calibration.keep_same_bytes(site, one)
            except CannotMeasure as reason:
                wrong[one.name] = f"{reason}{site.complaint()}"
        site.start()
    return wrong


def measured(site, scenario, plan):
    """One round: its ratio and its figures."""
    base = None
    if scenario.against:
        base = CALIBRATIONS[scenario.against](site, scenario, plan).per_second
    found = scenario.measure(site, plan)
    return ratio(found, base), {"per second": found.per_second, **found.figures}


def result_of(scenario, rounds, database):
    found, figures = middle(rounds)
    return {
        **described(scenario),
        "ratio": found,
        "figures": figures,
        "targets": verdicts(scenario, found, figures, database),
    }


def described(scenario):
    return {"name": scenario.name, "says": scenario.says, "against": scenario.against}


def failed(scenario, reason):
    return {**described(scenario), "wrong": str(reason)}


def measure(site, scenario, plan, database, progress):
    rounds = []
    count = 1 if scenario.once else plan.rounds
    try:
        for number in range(count):
            progress(f"{scenario.name}, round {number + 1} of {count}")
            rounds.append(measured(site, scenario, replace(plan, seed=number)))
    except CannotMeasure as reason:
        return failed(scenario, f"{reason}{site.complaint()}")
    return result_of(scenario, rounds, database)
