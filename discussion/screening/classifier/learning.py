"""Learning weights from examples. What it takes, scikit-learn, is loaded when it is called: by the worker alone."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from discussion.screening.classifier.examples import SEED, Example
from discussion.screening.classifier.features import features
from discussion.screening.classifier.judging import Judge

VOICES = 3  # who must have used a feature, for it to be kept: no words of one person alone
MOST_WEIGHTS = 30_000  # what a web process holds in memory
FOLDS = 5
OF_ITS_OWN = 20  # examples of either side, from which on it is tested on the site's own
STRENGTH = 10.0  # how far weights may follow the examples


class TooFew(Exception):
    """Nothing can be learned from these."""


@dataclass(frozen=True)
class Learned:
    """`precision` and `recall`: of what it would hold at the threshold that was asked for."""

    judge: Judge
    precision: float
    recall: float
    auc: float


def learn(
    own: Sequence[Example],
    made: Sequence[Example] = (),
    *,
    made_weighs: float = 1.0,
    threshold: float = 0.9,
    tell: Callable[[str], None] = lambda stage: None,
) -> Learned:
    """`own`: decisions of this site; `made`: ours, each of which weighs `made_weighs` of one of those. Always the same
    from the same. `tell` hears "learning" and "testing". Raises TooFew.
    """
    import numpy as np

    both = [*own, *made]
    down = np.array([example.down for example in both])
    if not both or min(down.sum(), len(both) - down.sum()) < VOICES:
        raise TooFew
    weighs = np.array([1.0] * len(own) + [made_weighs] * len(made))
    voices = _numbered(both)
    tell("learning")
    table, names = _table(both)
    heard = _heard_by(table, voices)
    kept = np.flatnonzero(heard >= VOICES)
    table = table[:, kept]
    rarity = np.log((1 + len(set(voices))) / (1 + heard[kept])) + 1
    table = table.multiply(rarity).tocsr()
    model = _fitted(table, down, weighs)
    tell("testing")
    scores = _blind(table, down, weighs, voices)
    slope, shift = _calibrated(scores, down, weighs)
    judge = _judge([names[at] for at in kept], model.coef_[0] * rarity, model.intercept_[0], slope, shift)
    tested = slice(0, len(own)) if _enough(own) else slice(None)
    return Learned(judge, *_measured(slope * scores[tested] + shift, down[tested], weighs[tested], threshold))


def _enough(own: Sequence[Example]) -> bool:
    down = sum(example.down for example in own)
    return min(down, len(own) - down) >= OF_ITS_OWN


def _numbered(both: Sequence[Example]) -> list[int]:
    """A number for each voice; what is nobody's has one of its own."""
    numbers: dict[object, int] = {}
    keys = [(at, None) if example.voice is None else example.voice for at, example in enumerate(both)]
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _table(both: Sequence[Example]) -> tuple[Any, list[str]]:
    """Examples by features, and the features' names."""
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    columns, values, ends = array("i"), array("f"), array("q", [0])
    for example in both:
        for name, value in features(example.text, newcomer=example.newcomer).items():
            columns.append(numbers.setdefault(name, len(numbers)))
            values.append(value)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(both), len(numbers))), list(numbers)


def _heard_by(table: Any, voices: list[int]) -> Any:
    """By how many voices each feature was used."""
    import numpy as np
    from scipy.sparse import csr_matrix

    ones = np.ones(len(voices), dtype="f")
    by_voice = csr_matrix((ones, (voices, range(len(voices)))), shape=(max(voices) + 1, len(voices)))
    return np.asarray(((by_voice @ table) > 0).sum(axis=0)).ravel()


def _fitted(table: Any, down: Any, weighs: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED)
    return model.fit(table, down, sample_weight=weighs)


def _blind(table: Any, down: Any, weighs: Any, voices: list[int]) -> Any:
    """The score of each example, by a model that has seen neither it nor anything else of its voice."""
    import numpy as np
    from sklearn.model_selection import StratifiedGroupKFold

    groups = np.array(voices)
    folds = min(FOLDS, len(set(groups[down])), len(set(groups[~down])))
    if folds < 2:
        raise TooFew
    scores = np.zeros(len(down))
    parts = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    for seen, unseen in parts.split(table, down, groups):
        if len(set(down[seen])) < 2:
            raise TooFew
        scores[unseen] = _fitted(table[seen], down[seen], weighs[seen]).decision_function(table[unseen])
    return scores


def _calibrated(scores: Any, down: Any, weighs: Any) -> tuple[float, float]:
    """What makes probabilities of blind scores, by the share that moderators take down."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, solver="lbfgs").fit(scores.reshape(-1, 1), down, sample_weight=weighs)
    return max(0.0, float(model.coef_[0][0])), float(model.intercept_[0])


def _judge(names: list[str], weights: Any, bias: float, slope: float, shift: float) -> Judge:
    heaviest = sorted(zip(names, map(float, weights), strict=True), key=lambda one: (-abs(one[1]), one[0]))
    kept = {name: round(weight, 4) for name, weight in sorted(heaviest[:MOST_WEIGHTS]) if round(weight, 4)}
    return Judge(kept, round(float(bias), 4), round(slope, 4), round(shift, 4))


def _measured(scores: Any, down: Any, weighs: Any, threshold: float) -> tuple[float, float, float]:
    import numpy as np
    from sklearn.metrics import precision_score, recall_score, roc_auc_score

    held = 1 / (1 + np.exp(-scores)) >= threshold
    how = {"sample_weight": weighs, "zero_division": 0.0}
    precision, recall = precision_score(down, held, **how), recall_score(down, held, **how)
    auc = roc_auc_score(down, scores, sample_weight=weighs)
    return round(float(precision), 4), round(float(recall), 4), round(float(auc), 4)
