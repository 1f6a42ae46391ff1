"""What each threshold would find and accuse of: development calls judged by a second listening that has not met them.

    python models/second-listen/thresholds.py --calls DEV --kept DIR

Run fit.py with the same folders first: it keeps the places. Prints, for each line, precision and recall of what is
required (credited from the threshold on) and of what is forbidden (accused from the threshold on), how far scores are
from the labels' at the thresholds in use, how often a demand was met of which no better place was found than one
of such a probability (`qa.scoring.unheard`), and how often an occasion in doubt had arisen where what it asks for was
done (`qa.scoring.outcome.TRACE`).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from fit import CALL_LINES, kept_examples, left_out, of_sound
from places import Example, Heard, heard_calls

from qa.accuracy.detection import Detection, detected
from qa.accuracy.truth import labelled_score, score_where_labelled
from qa.pipeline.second import NOTHING
from qa.scoring.conditions import judge
from qa.scoring.evaluation import Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import DOUBT, DOUBTED, TRACE, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.unheard import CLEAR
from qa.transcript import HeardAgain, Party

TRIED = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
ALL_IN_DOUBT = Thresholds(accuse=1.0)
"""Nobody is told to have missed anything of which there is a place."""
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, Thresholds().credit)


def listened(heard: Heard, answers: Sequence[HeardAgain]) -> Heard:
    """The same recording with these answers of a second listening."""
    again = replace(heard.call.transcript, again=tuple(answers))
    return replace(heard, call=Call(again, heard.call.measures, heard.call.metadata), samples={})


def answers_of(by_line: Mapping[str, Sequence[Example]]) -> Mapping[tuple[str, str], list[HeardAgain]]:
    """By line and call what models that have not met the call, over whatever line, say of its rubric's places."""
    material = [(line, one) for line, places in by_line.items() for one in places]
    probabilities = left_out(of_sound, [one for _, one in material])
    found: dict[tuple[str, str], list[HeardAgain]] = defaultdict(list)
    for (line, one), sure in zip(material, probabilities.tolist(), strict=True):
        if one.kind == "standard" and (sure >= NOTHING or one.alone > 0):
            found[line, one.call].append(HeardAgain(one.phrase, one.party, one.start, one.end, round(sure, 4)))
    return found


def judged(heard: Heard, thresholds: Thresholds) -> Evaluation:
    """Its scorecard."""
    if heard.rubric is None:
        raise AssertionError("a labelled call has a rubric")
    return evaluate(heard.rubric, heard.call, Stamp("", ""), thresholds)


def found_at(calls: Sequence[Heard], threshold: float) -> tuple[Detection, Detection]:
    """Required and forbidden, at one threshold for both."""
    required = forbidden = Detection()
    for heard in calls:
        if heard.label and heard.rubric:
            one, other = detected(judged(heard, Thresholds(threshold, threshold)), heard.label, heard.rubric)
            required, forbidden = required + one, forbidden + other
    return required, forbidden


def score_error(calls: Sequence[Heard]) -> float:
    """Mean distance from the labels' scores, in points."""
    errors = []
    for heard in calls:
        if heard.label and heard.rubric:
            ours = score_where_labelled(judged(heard, Thresholds()), heard.label, heard.rubric)
            true = labelled_score(heard.label, heard.rubric)
            if ours is not None and true is not None:
                errors.append(abs(ours - true))
    return fmean(errors)


def best_places(calls: Sequence[Heard]) -> Iterator[tuple[bool, float, bool]]:
    """Of each demand in doubt: whether the voice is clear, how probable its best place is, and whether it was met."""
    for heard in calls:
        label = heard.label
        if label is None:
            continue
        for line in judged(heard, ALL_IN_DOUBT).criteria:
            met = label.outcomes.get(line.criterion)
            if line.reason == DOUBTED and met in (Outcome.MET, Outcome.MISSED):
                voices = [heard.call.voices[None if f.party is Party.UNKNOWN else f.party] for f in line.findings]
                clear = all(voice.clarity >= CLEAR for voice in voices)
                yield clear, max(f.probability for f in line.findings), met is Outcome.MET


def report_unmet(name: str, calls: Sequence[Heard]) -> None:
    """How many of them were met, by the probability of the best place."""
    found = list(best_places(calls))
    for clear, voice in ((True, "clear voice"), (False, "unclear voice")):
        parts = []
        for low, high in pairwise(BINS):
            met = [m for c, best, m in found if c is clear and low < best <= high]
            parts.append(f"{low:g} – {high:g}: {sum(met)} of {len(met)}")
        sys.stdout.write(f"{name}, {voice}, met where the best place is {', '.join(parts)}\n")


def occasions(calls: Sequence[Heard]) -> Iterator[tuple[float, bool]]:
    """Of demands that were met on an occasion in doubt: how probable the occasion is, and whether it had arisen."""
    for heard in calls:
        label, rubric = heard.label, heard.rubric
        if label is None or rubric is None:
            continue
        judged(heard, Thresholds())  # all phrases are looked for together
        for _, criterion in rubric.criteria():
            if criterion.id not in label.outcomes or criterion.when is None or criterion.require is None:
                continue
            occasion, asked = (judge(one, heard.call).probability for one in (criterion.when, criterion.require))
            if occasion is not None and asked is not None and asked >= Thresholds().credit > occasion:
                yield occasion, label.outcomes[criterion.id] is not Outcome.NOT_APPLICABLE


def report_occasions(name: str, calls: Sequence[Heard]) -> None:
    """How many of them had arisen."""
    found = list(occasions(calls))
    parts = []
    for low, high in pairwise((0.0, 0.05, TRACE, DOUBT, Thresholds().credit)):
        arisen = [had for sure, had in found if low <= sure < high]
        parts.append(f"{low:g} – {high:g}: {sum(arisen)} of {len(arisen)}")
    sys.stdout.write(f"{name}, occasions that had arisen where what they ask for was done: {', '.join(parts)}\n")


def main() -> int:
    """Answer for calls left out, judge at every threshold, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", required=True, help="labelled calls, as fit.py had them")
    parser.add_argument("--kept", type=Path, required=True, help="its folder for what was heard")
    given = parser.parse_args()
    lines = {f"{folder.resolve().name} {line}": (folder, line) for folder in given.calls for line in CALL_LINES}
    files = {name: given.kept / "examples" / f"{name}.json" for name in lines}
    if missing := [str(file) for file in files.values() if not file.exists()]:
        parser.error(f"run fit.py with the same folders first; missing: {', '.join(missing)}")
    answers = answers_of({name: kept_examples(file, tuple) for name, file in files.items()})
    calls: dict[str, list[Heard]] = {}
    for name, (folder, line) in lines.items():
        heard = heard_calls(folder, CALL_LINES[line], given.kept)
        calls[name] = [listened(one, answers.get((name, one.call_id), [])) for one in heard]
        sys.stdout.write(f"{name}: {len(calls[name])} calls, scores off by {score_error(calls[name]):.2f}\n")
        report_unmet(name, calls[name])
        report_occasions(name, calls[name])
    for threshold in TRIED:
        for name, some in calls.items():
            required, forbidden = found_at(some, threshold)
            parts = [f"{k} P {d.precision:.3f} R {d.recall:.3f}" for k, d in (("R", required), ("F", forbidden))]
            sys.stdout.write(f"{threshold:.2f} {name}: {', '.join(parts)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
