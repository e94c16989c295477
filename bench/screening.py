"""How long a comment waits for its watched words, and how well the classifier tells spam from the rest."""

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench.load import machine
from bench.screening_classifier import compare, fetched, mails
from bench.screening_words import measure

RESULTS = Path(__file__).resolve().parent / "results" / "screening.json"


def main():
    watched = {name: round(value, 1) for name, value in measure().items()}
    result = {
        "machine": machine(),
        "2,000 watched words in 10,000 characters, milliseconds": watched,
        **compare(mails(fetched())),
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    for name, value in result.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
