"""Fit the probability that a phrase was said, by the words and by a second listening; report it on other recordings.

    python models/second-listen/fit.py --calls DEV --report sample_audio --sentences dev-speech/manifest.tsv --kept DIR

Calls are asked what the night would ask them: the phrases of their own rubric.

See README.md beside this file. Writes qa/scoring/second_model.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

import numpy as np
from places import ROOT, Example, by_words, examples, heard_calls, heard_sentences
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from qa.accuracy.calibration import calibration
from qa.asr.engine import WhisperEngine
from qa.audio.line import TelephoneLine
from qa.scoring.confidence import FEATURES as OF_WORDS
from qa.scoring.second import FEATURES, Node
from qa.settings import load_settings
from qa.transcript import Party

CALL_LINES = {"as recorded": None, "bad line": TelephoneLine(signal_to_noise_db=12, lost=0.03)}
SENTENCE_LINES = {**CALL_LINES, "telephone": TelephoneLine()}
WEIGHTS = {"standard": 1.0, "own": 0.3, "near-miss": 0.3}
"""What the night asks counts most; phrases that no rubric has keep it from learning these by heart."""
RISING = {"distinct": 1, "rarity": 1, "speaks": 1, "mean": 1, "least": 1, "behind": 1, "gain": 1, "weakest": 1}
FALLING = {"cost": -1, "cost_a_syllable": -1, "cost_of_short": -1, "clear_words_wrong": -1}
"""Which way each feature may move the probability; the others may go either way."""

Model: TypeAlias = LogisticRegression | HistGradientBoostingClassifier


def report(name: str, material: Sequence[Example], p: np.ndarray) -> None:
    """Calibration, ranking, and what is found at the two thresholds: by the words alone, and after listening again."""
    said = np.array([e.said for e in material])
    if not said.any():
        return
    sys.stdout.write(f"{name:<34} {len(said):>5} places, {said.mean():5.1%} said\n")
    for way, q in (("words", np.array([e.alone for e in material])), ("again", p)):
        ece = calibration(zip(q.tolist(), said.astype(float).tolist(), strict=True)).expected_error
        ranking = "–" if said.all() else f"{roc_auc_score(said, q):.3f}"
        parts = [f"    {way}  ECE {ece:.3f}  AUC {ranking}"]
        for threshold in (0.6, 0.8, 0.9):
            found = q >= threshold
            right = (found & said).sum()
            parts.append(f"≥ {threshold:g}: P {right / max(1, found.sum()):.3f} R {right / said.sum():.3f}")
        sys.stdout.write("  ".join(parts) + "\n")


def report_kind(name: str, kind: str, material: Sequence[Example], p: np.ndarray) -> None:
    """The same for the places of one kind, where there are any."""
    chosen = [i for i, e in enumerate(material) if e.kind == kind]
    if chosen:
        report(f"{name}, {kind}", [material[i] for i in chosen], p[chosen])


def rows(material: Sequence[Example]) -> np.ndarray:
    """Shape [places, features]."""
    return np.array([e.row for e in material])


def of_words(material: Sequence[Example]) -> LogisticRegression:
    """A regression on the words alone."""
    return _fitted(LogisticRegression(C=100.0, max_iter=5000), material)


def of_sound(material: Sequence[Example]) -> HistGradientBoostingClassifier:
    """Boosted trees that never find a worse fit more probable."""
    ways = {**RISING, **FALLING}
    model = HistGradientBoostingClassifier(
        max_depth=3,
        max_iter=60,
        learning_rate=0.1,
        min_samples_leaf=15,
        early_stopping=False,
        monotonic_cst=[ways.get(name, 0) for name in FEATURES],
    )
    return _fitted(model, material)


def _fitted(model: Model, material: Sequence[Example]) -> Model:
    return model.fit(rows(material), [e.said for e in material], sample_weight=[WEIGHTS[e.kind] for e in material])


def answers(model: Model, material: Sequence[Example]) -> np.ndarray:
    """The probability of each place."""
    return model.predict_proba(rows(material))[:, 1]


def left_out(fit: Callable[[Sequence[Example]], Model], material: Sequence[Example]) -> np.ndarray:
    """The probability of each place by a model that has not seen its call."""
    found = np.zeros(len(material))
    for seen, unseen in GroupKFold(6).split(material, groups=[e.call for e in material]):
        found[unseen] = answers(fit([material[i] for i in seen]), [material[i] for i in unseen])
    return found


def tree_of(nodes: np.ndarray, at: int = 0) -> Node:
    """One tree as `qa.scoring.second` reads it."""
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    branches = (tree_of(nodes, int(node[side])) for side in ("left", "right"))
    return (int(node["feature_idx"]), round(float(node["num_threshold"]), 4), *branches)


def write(words: LogisticRegression, sound: HistGradientBoostingClassifier) -> None:
    """Coefficients and trees as data."""
    lines = [
        '"""Models of `qa.scoring.confidence` and `qa.scoring.second`: made by models/second-listen/fit.py. Data."""\n',
        f"INTERCEPT = {words.intercept_[0]:.4f}",
        f"# {', '.join(OF_WORDS)}",
        f"COEFFICIENTS = ({', '.join(f'{c:.4f}' for c in words.coef_[0])})",
        f"BASE = {sound._baseline_prediction.ravel()[0]:.4f}",
        "# fmt: off",
        "TREES = (",
        *(f"    {tree_of(predictors[0].nodes)},  # noqa: E501" for predictors in sound._predictors),
        ")",
    ]
    (ROOT / "qa" / "scoring" / "second_model.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept_examples(path: Path, make: Callable[[], Iterable[Example]]) -> list[Example]:
    """The examples in a file, made first where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = [asdict(e) for e in make()]
        path.write_text(json.dumps(made), encoding="utf-8")
    return [
        Example(**{**e, "party": Party(e["party"]), "row": tuple(e["row"])})
        for e in json.loads(path.read_text(encoding="utf-8"))
    ]


def main() -> int:
    """Listen, collect, cross-validate over calls, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", required=True, help="labelled calls to fit on")
    parser.add_argument("--report", type=Path, action="append", default=[], help="labelled calls never fitted on")
    parser.add_argument("--sentences", type=Path, help="sentences of real people, never fitted on")
    parser.add_argument("--kept", type=Path, required=True, help="folder for what was heard")
    given = parser.parse_args()
    settings = load_settings(ROOT / "qa.toml")
    aligner = WhisperEngine(settings.speech, settings.models)

    def of_calls(folder: Path, name: str) -> list[Example]:
        made = lambda: examples(heard_calls(folder, CALL_LINES[name], given.kept), aligner)  # noqa: E731
        return kept_examples(given.kept / "examples" / f"{folder.resolve().name} {name}.json", made)

    def words_of(folder: Path, name: str) -> list[Example]:
        made = lambda: by_words(heard_calls(folder, CALL_LINES[name], given.kept))  # noqa: E731
        return kept_examples(given.kept / "examples" / f"{folder.resolve().name} {name}, words.json", made)

    by_name = [(folder, name) for folder in given.calls for name in CALL_LINES]
    for_words = [e for folder, name in by_name for e in words_of(folder, name)]
    words = of_words(for_words)
    report_kind("words, left-out calls", "standard", for_words, left_out(of_words, for_words))
    material = [e for folder, name in by_name for e in of_calls(folder, name)]
    sound, by_others = of_sound(material), left_out(of_sound, material)
    for kind in WEIGHTS:
        report_kind("fit, left-out calls", kind, material, by_others)
    for folder, name in ((f, n) for f in given.report for n in CALL_LINES):
        some = words_of(folder, name)
        report_kind(f"words, {folder.name}, {name}", "standard", some, answers(words, some))
    others = [(f"{f.name}, {n}", of_calls(f, n)) for f in given.report for n in CALL_LINES]
    if given.sentences:
        for name, line in SENTENCE_LINES.items():
            made = lambda line=line: examples(heard_sentences(given.sentences, line, settings), aligner)  # noqa: E731
            others.append((f"people, {name}", kept_examples(given.kept / "examples" / f"people {name}.json", made)))
    for name, found in others:
        p = answers(sound, found)
        for kind in WEIGHTS:
            report_kind(name, kind, found, p)
    write(words, sound)
    return 0


if __name__ == "__main__":
    sys.exit(main())
