"""Fit how probable it is that a required phrase was said although it was not found, and report it on other calls.

    python models/unheard/fit.py --calls DEV --report sample_audio --kept DIR

See README.md beside this file. Prints the coefficients of `qa.scoring.unheard`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from qa.accuracy.inbox import arrived
from qa.accuracy.labels import read_labels
from qa.accuracy.trial import trial_settings
from qa.audio.line import TelephoneLine
from qa.pipeline.night import run_night
from qa.rubric.folder import load_rubrics
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import UNHEARD, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.settings import load_settings
from qa.transcript import Party
from qa.warehouse.parquet import done, read_calls

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "as recorded": None,
    "telephone": TelephoneLine(),
    "bad line": TelephoneLine(signal_to_noise_db=12, lost=0.03),
}
STRENGTH = 100.0
"""Little is held back: two coefficients and a hundred misses."""


@dataclass(frozen=True)
class Miss:
    """A required phrase that was not found, whatever the voice."""

    line: str
    clarity: float
    """Mean word probability of the agent."""
    said: bool
    """By the label."""
    accused: bool
    """Whether the judge, as it is, says «missed»."""


def misses(folder: Path, name: str, kept: Path) -> Iterator[Miss]:
    """Every labelled criterion of a folder, over a line, for which nothing was found; what was heard is kept."""
    settings, line = load_settings(ROOT / "qa.toml"), LINES[name]
    place = kept / f"{folder.resolve().name} {name}"
    source = arrived(line, folder, place / "inbox", settings.limits)
    trial = trial_settings(settings, source, "manifest.csv", place / "data")
    run_night(trial)
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(settings.scoring.rubrics)}
    labels = read_labels(folder)
    for result in read_calls(trial.truth, sorted(done(trial.truth))):
        about = result.recording.metadata
        call = Call(result.transcript, result.measures, about)
        label, rubric = labels[about.call_id], rubrics[labels[about.call_id].rubric]
        for one in evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria:
            accused = one.outcome is Outcome.MISSED
            if label.tells_of(one.criterion) and (accused or one.reason == UNHEARD):
                said = label.outcomes.get(one.criterion) is Outcome.MET
                yield Miss(name, call.voices[Party.AGENT].clarity, said, accused)


def report(name: str, found: Iterable[Miss]) -> None:
    """By line: what a judge who always accuses, and ours, say wrongly and rightly."""
    for line in LINES:
        some = [miss for miss in found if miss.line == line]
        wrong, right = sum(m.said for m in some), sum(not m.said for m in some)
        ours, kept = sum(m.said and m.accused for m in some), sum(not m.said and m.accused for m in some)
        sys.stdout.write(f"{name}, {line}: said after all {wrong} -> {ours}, truly missed {right} -> {kept}\n")


def main() -> int:
    """Hear, fit, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", required=True, help="labelled calls to fit on")
    parser.add_argument("--report", type=Path, action="append", default=[], help="labelled calls never fitted on")
    parser.add_argument("--kept", type=Path, required=True, help="folder for what was heard")
    given = parser.parse_args()
    of = lambda folders: [m for f in folders for name in LINES for m in misses(f, name, given.kept)]  # noqa: E731
    material, others = of(given.calls), of(given.report)
    clarity, said = _arrays(material)
    model = LogisticRegression(C=STRENGTH).fit(clarity, said)
    sys.stdout.write(f"INTERCEPT = {model.intercept_[0]:.2f}, SLOPE = {model.coef_[0, 0]:.2f}\n")
    for name, some in (("fit", material), *((f.name, others) for f in given.report[:1])):
        clarity, said = _arrays(some)
        sys.stdout.write(f"{name}: {len(some)} not found, AUC of clarity {roc_auc_score(said, -clarity[:, 0]):.3f}\n")
        report(name, some)
    return 0


def _arrays(found: Sequence[Miss]) -> tuple[np.ndarray, np.ndarray]:
    """Clarity, shape [misses, 1], and whether it was said, shape [misses]."""
    return np.array([[m.clarity] for m in found]), np.array([m.said for m in found])


if __name__ == "__main__":
    sys.exit(main())
