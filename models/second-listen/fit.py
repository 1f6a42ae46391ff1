"""Fit the probability that a phrase was said where a second listening was asked, and report it on other recordings.

    python models/second-listen/fit.py --calls DEV --report sample_audio --sentences dev-speech/manifest.tsv --kept DIR

Calls are asked what the night would ask them: the phrases of their own rubric.

See README.md beside this file. Writes qa/scoring/second_model.py.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import BaseModel
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from qa.accuracy.calibration import calibration
from qa.accuracy.inbox import send_over
from qa.accuracy.labels import LabelledCall, read_labels
from qa.accuracy.transcribed import read_transcripts
from qa.accuracy.trial import trial_settings
from qa.accuracy.truth import true_call
from qa.asr.engine import WhisperEngine
from qa.asr.second import listen
from qa.asr.stretch import Stretch
from qa.asr.transcriber import transcribe
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.measures.measure import measure
from qa.phonetics.alignment import allowed, find, find_all
from qa.phonetics.pattern import parse
from qa.pipeline import run_night
from qa.pipeline.second import place_of
from qa.pipeline.shard import listener_of
from qa.recording import CallMetadata
from qa.roles.turns import merge_turns
from qa.rubric.model import Rubric
from qa.rubric.operators.said import Said
from qa.rubric.source import load_rubrics
from qa.scoring.confidence import ALLOWED, BUDGET, probability
from qa.scoring.confidence import FEATURES as OF_WORDS
from qa.scoring.confidence import features as of_words
from qa.scoring.doubt import doubts
from qa.scoring.heard import Call, Voice
from qa.scoring.second import FEATURES, Node, features
from qa.scoring.sought import Sought, sought_by
from qa.settings import Settings, load_settings
from qa.transcript import AgentChannel, Party, Transcript, Utterance, Word
from qa.warehouse.parquet import done, read_calls

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CALL_LINES = {"as recorded": None, "bad line": TelephoneLine(signal_to_noise_db=12, lost=0.03)}
SENTENCE_LINES = {**CALL_LINES, "telephone": TelephoneLine()}
NEAR = 1.5
"""Seconds between what was heard and what was said, up to which it is the same place: times are off by some tenths."""
SAID = allowed(0.54 * BUDGET)
"""A phrase stands in what was really said: as the judge would find it there with 0.8 …"""
EXACTLY = allowed([0.06] * 256)
"""… but one made up with another word only letter by letter."""
BESIDE = 1.0
"""Seconds beside a place within which a person's mark still speaks of it."""
OWN = 3
"""Stretches of the agent's own words, a turn, and as many near-misses of them."""
WEIGHTS = {"standard": 1.0, "own": 0.3, "near-miss": 0.3}
"""What the night asks counts most; phrases that no rubric has keep it from learning these by heart."""
RISING = {"mean": 1, "least": 1, "behind": 1, "gain": 1}
FALLING = {"cost": -1, "cost_a_syllable": -1, "cost_of_short": -1, "clear_words_wrong": -1}
"""Which way each feature may move the probability; the others may go either way."""
OTHERS = "天人大中来上个到说们要就出会可也你对生能子那得于过用多么心没学去年好看又把成进从开手只长现"


@dataclass(frozen=True)
class Example:
    """A place that was listened to again."""

    call: str
    kind: str
    """standard: of the call's rubric; own: words of this call; near-miss: these with one character changed."""
    row: tuple[float, ...]
    alone: float
    """The probability by the words alone, as the judge has it."""
    said: bool
    """A person marked there what the phrase stands for, or it was said word by word."""


class Spot(NamedTuple):
    """Where something like a phrase was heard."""

    phrase: str
    party: Party
    start: float
    end: float


@dataclass(frozen=True)
class Heard:
    """A recording as it was heard, what was said in it, and its sound."""

    call_id: str
    call: Call
    truth: Call
    samples: Mapping[Party, Samples]
    label: LabelledCall | None = None
    rubric: Rubric | None = None


class Remembering:
    """The speech model; the places of one sentence are asked of one encoding."""

    KEPT = 60

    def __init__(self, engine: WhisperEngine) -> None:
        self.stretch, self.tokens, self.align = engine.stretch, engine.tokens, engine.align
        self._engine = engine
        self._encoded: OrderedDict[bytes, list[Any]] = OrderedDict()

    def encode(self, stretches: Sequence[Stretch]) -> list[Any]:
        """See `qa.asr.second.Aligner`."""
        key = b"".join(stretch.mel.tobytes() for stretch in stretches)
        if key not in self._encoded:
            self._encoded[key] = self._engine.encode(stretches)
            if len(self._encoded) > self.KEPT:
                self._encoded.popitem(last=False)
        return self._encoded[key]


def heard_calls(folder: Path, line: TelephoneLine | None, kept: Path) -> Iterator[Heard]:
    """A labelled folder, over a line; what was heard of it is kept for the next time."""
    settings = load_settings(ROOT / "qa.toml")
    place = kept / f"{folder.resolve().name}-{'bad' if line else 'clean'}"
    source = folder
    if line is not None:
        source = place / "inbox"
        if not source.exists():
            send_over(line, folder / "manifest.csv", folder, source, settings.limits)
    trial = trial_settings(settings, source, "manifest.csv", place / "data")
    run_night(trial)
    labels = read_labels(folder)
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(ROOT / "rubrics")}
    with DecodeWorker() as decoder:
        for result in read_calls(trial.truth, sorted(done(trial.truth))):
            about = result.recording.metadata
            label, channel = labels[about.call_id], result.transcript.agent.channel
            if label.agent_channel is None or channel is None or not label.turns:
                continue
            decoded = decoder.decode(source / result.recording.file, settings.limits, file=label.file)
            sound = examine(decoded.samples).audio.samples
            samples = {Party.AGENT: sound[channel], Party.CUSTOMER: sound[1 - channel]}
            call = Call(result.transcript, result.measures, about)
            yield Heard(about.call_id, call, true_call(label, about), samples, label, rubrics[label.rubric])


def heard_sentences(manifest: Path, line: TelephoneLine | None, settings: Settings) -> Iterator[Heard]:
    """Sentences of real people, one speaker each."""
    listener = listener_of(settings)
    for file in read_transcripts(manifest):
        decoded = listener.decoder.decode(manifest.parent / file.file, settings.limits, file=file.file)
        sound = decoded.samples[:1]
        if line is not None:
            sound = np.stack([line.carry(sound[0], zlib.crc32(file.file.encode()))])
        signal = examine(sound)
        spans = spans_by_channel(signal.audio, signal.cross_talk)
        utterances = tuple(
            Utterance(u.channel, u.start, u.end, u.words, Party.AGENT)
            for u in transcribe(listener.transcriber, signal.audio, spans)
        )
        step = decoded.seconds / max(1, len(file.said))
        words = tuple(Word(c, i * step, (i + 1) * step, 1.0) for i, c in enumerate(file.said))
        true = (Utterance(0, 0.0, decoded.seconds, words, Party.AGENT),)
        calls = [_one_sided(u, decoded.seconds) for u in (utterances, true)]
        yield Heard(file.file, calls[0], calls[1], {Party.AGENT: signal.audio.samples[0]})


def _one_sided(utterances: tuple[Utterance, ...], seconds: float) -> Call:
    transcript = Transcript("", seconds, AgentChannel(0, 1.0), utterances, merge_turns(utterances))
    about = CallMetadata("sentence", "", datetime(2026, 1, 1, tzinfo=UTC))
    return Call(transcript, measure(transcript, [[], []], seconds), about)


def examples(recordings: Iterable[Heard], aligner: Remembering) -> Iterator[Example]:
    """Every doubtful place of what the rubric looks for, of stretches of the agent's own words, and of near-misses."""
    for heard in recordings:
        for kind, sought in _asked(heard):
            for doubt in doubts(heard.call, sought):
                fit = listen(aligner, heard.samples[doubt.party], place_of(doubt))
                if fit is None:
                    continue
                spot = Spot(doubt.phrase, doubt.party, doubt.start, doubt.end)
                alone = probability(doubt.cost, doubt.length, doubt.words)
                yield Example(heard.call_id, kind, features(doubt, fit), alone, _is_true(heard, kind, spot))


def by_words(recordings: Iterable[Heard]) -> Iterator[Example]:
    """Every place where the judge finds one of these phrases in the words, in doubt or not."""
    for heard in recordings:
        for kind, sought in _asked(heard):
            for party, phrases in sought.items():
                for one in (party,) if party else (Party.AGENT, Party.CUSTOMER):
                    yield from _of_voice(heard, kind, heard.call.voices[one], phrases)


def _of_voice(heard: Heard, kind: str, voice: Voice, phrases: Sought) -> Iterator[Example]:
    if not voice.turns:
        return
    speech, places = voice.laid_out
    for phrase, matches in zip(phrases.phrases, find_all(phrases.book, speech, ALLOWED), strict=True):
        for match in matches:
            (number, first), (_, last) = places[match.start], places[match.end - 1]
            words = voice.turns[number].words[first : last + 1]
            clear = sum(word.probability for word in words) / len(words)
            spot = Spot(phrase, voice.party, words[0].start, words[-1].end)
            alone = probability(match.cost, match.length, clear)
            row = of_words(match.cost, match.length, clear)
            yield Example(heard.call_id, kind, row, alone, _is_true(heard, kind, spot))


def _asked(heard: Heard) -> Iterator[tuple[str, Mapping[Party | None, Sought]]]:
    """What the night asks, stretches of the agent's own words, and near-misses of these."""
    chance = random.Random(heard.call_id)  # noqa: S311
    own = list(_own(heard.truth.voices[Party.AGENT], chance))
    if heard.rubric:
        yield "standard", sought_by(heard.rubric)
    if own:
        yield "own", {Party.AGENT: Sought.of(own)}
        yield "near-miss", {Party.AGENT: Sought.of(_changed(phrase, chance) for phrase in own)}


def _is_true(heard: Heard, kind: str, spot: Spot) -> bool:
    said = _was_said(heard.truth.voices[spot.party], spot, EXACTLY if kind == "near-miss" else SAID)
    return said or (kind == "standard" and _was_marked(heard, spot))


def _was_marked(heard: Heard, spot: Spot) -> bool:
    """Whether a person marked there a criterion that this phrase speaks for."""
    if heard.label is None or heard.rubric is None:
        return False
    criteria = {
        criterion.id
        for _, criterion in heard.rubric.criteria()
        if spot.phrase in _speaking(criterion.require) or spot.phrase in _speaking(criterion.forbid)
    }
    return any(
        mark.criterion in criteria
        and mark.party is spot.party
        and mark.start - BESIDE < spot.end
        and spot.start < mark.end + BESIDE
        for mark in heard.label.findings
    )


def _speaking(part: object) -> frozenset[str]:
    """The phrases of a condition, without those that excuse."""
    found: set[str] = set(part.said) if isinstance(part, Said) else set()
    if isinstance(part, BaseModel):
        found.update(*(_speaking(inner) for name, inner in part if not name.startswith("unless")))
    elif isinstance(part, tuple):
        found.update(*map(_speaking, part))
    return frozenset(found)


def _was_said(voice: Voice, spot: Spot, budget: np.ndarray) -> bool:
    speech, places = voice.laid_out
    for match in find(parse(spot.phrase), speech, budget):
        (number, first), (_, last) = places[match.start], places[match.end - 1]
        words = voice.turns[number].words
        if words[first].start - NEAR < spot.end and spot.start < words[last].end + NEAR:
            return True
    return False


def _own(voice: Voice, chance: random.Random) -> Iterator[str]:
    """Stretches of 2 to 10 characters within clauses of what the party said."""
    for turn in voice.turns:
        text = "".join(c if c.isalpha() else "，" for c in turn.text)
        clauses = [clause for clause in text.split("，") if len(clause) >= 2]
        for _ in range(min(OWN, len(clauses))):
            clause = chance.choice(clauses)
            length = min(len(clause), chance.choice((2, 3, 4, 4, 5, 6, 7, 8, 10)))
            begin = chance.randrange(len(clause) - length + 1)
            yield clause[begin : begin + length]


def _changed(phrase: str, chance: random.Random) -> str:
    """One character changed for another, left out, or put in."""
    at = chance.randrange(len(phrase))
    how = chance.choice(("change", "change", "leave", "put")) if len(phrase) > 2 else "change"
    if how == "leave":
        return phrase[:at] + phrase[at + 1 :]
    return phrase[:at] + chance.choice(OTHERS) + phrase[at + (how == "change") :]


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


def rows(material: Sequence[Example]) -> np.ndarray:
    """Shape [places, features]."""
    return np.array([e.row for e in material])


def fitted(material: Sequence[Example]) -> HistGradientBoostingClassifier:
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
    return model.fit(rows(material), [e.said for e in material], sample_weight=[WEIGHTS[e.kind] for e in material])


def left_out(material: Sequence[Example]) -> np.ndarray:
    """The probability of each place by a model that has not seen its call."""
    found = np.zeros(len(material))
    for seen, unseen in GroupKFold(6).split(material, groups=[e.call for e in material]):
        model = fitted([material[i] for i in seen])
        found[unseen] = model.predict_proba(rows([material[i] for i in unseen]))[:, 1]
    return found


def tree_of(nodes: np.ndarray, at: int = 0) -> Node:
    """One tree as `qa.scoring.second` reads it."""
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    branches = (tree_of(nodes, int(node[side])) for side in ("left", "right"))
    return (int(node["feature_idx"]), round(float(node["num_threshold"]), 4), *branches)


def fitted_to_words(material: Sequence[Example]) -> tuple[float, np.ndarray]:
    """Intercept and coefficients of a logistic regression on the words alone."""
    weights = [WEIGHTS[e.kind] for e in material]
    model = LogisticRegression(C=100.0, max_iter=5000).fit(rows(material), [e.said for e in material], weights)
    return float(model.intercept_[0]), model.coef_[0]


def words_left_out(material: Sequence[Example]) -> np.ndarray:
    """The same for calls that the regression has not seen."""
    found = np.zeros(len(material))
    for seen, unseen in GroupKFold(6).split(material, groups=[e.call for e in material]):
        intercept, coefficients = fitted_to_words([material[i] for i in seen])
        found[unseen] = 1 / (1 + np.exp(-intercept - rows([material[i] for i in unseen]) @ coefficients))
    return found


def write(words: tuple[float, np.ndarray], model: HistGradientBoostingClassifier) -> None:
    """Coefficients and trees as data."""
    base = float(model._baseline_prediction.ravel()[0])
    lines = [
        '"""Models of `qa.scoring.confidence` and `qa.scoring.second`: made by models/second-listen/fit.py. Data."""\n',
        f"INTERCEPT = {words[0]:.4f}",
        f"COEFFICIENTS = ({', '.join(f'{c:.4f}' for c in words[1])})  # {', '.join(OF_WORDS)}",
        f"BASE = {base:.4f}",
        "# fmt: off",
        "TREES = (",
        *(f"    {tree_of(predictors[0].nodes)},  # noqa: E501" for predictors in model._predictors),
        ")",
    ]
    (ROOT / "qa" / "scoring" / "second_model.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept_examples(path: Path, make: Callable[[], Iterable[Example]]) -> list[Example]:
    """The examples in a file, made first where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = [asdict(e) for e in make()]
        path.write_text(json.dumps(made), encoding="utf-8")
    return [Example(**{**e, "row": tuple(e["row"])}) for e in json.loads(path.read_text(encoding="utf-8"))]


def main() -> int:
    """Listen, collect, cross-validate over calls, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", required=True, help="labelled calls to fit on")
    parser.add_argument("--report", type=Path, action="append", default=[], help="labelled calls never fitted on")
    parser.add_argument("--sentences", type=Path, help="sentences of real people, never fitted on")
    parser.add_argument("--kept", type=Path, required=True, help="folder for what was heard")
    given = parser.parse_args()
    settings = load_settings(ROOT / "qa.toml")
    aligner = Remembering(WhisperEngine(settings.speech, settings.models))

    def of_calls(folder: Path, name: str) -> list[Example]:
        made = lambda: examples(heard_calls(folder, CALL_LINES[name], given.kept), aligner)  # noqa: E731
        return kept_examples(given.kept / "examples" / f"{folder.resolve().name} {name}.json", made)

    def words_of(folder: Path, name: str) -> list[Example]:
        made = lambda: by_words(heard_calls(folder, CALL_LINES[name], given.kept))  # noqa: E731
        return kept_examples(given.kept / "examples" / f"{folder.resolve().name} {name}, words.json", made)

    for_words = [e for folder in given.calls for name in CALL_LINES for e in words_of(folder, name)]
    words = fitted_to_words(for_words)
    report(
        "words, left-out calls",
        [e for e in for_words if e.kind == "standard"],
        words_left_out(for_words)[[e.kind == "standard" for e in for_words]],
    )
    material = [e for folder in given.calls for name in CALL_LINES for e in of_calls(folder, name)]
    model, by_others = fitted(material), left_out(material)
    for kind in WEIGHTS:
        chosen = [i for i, e in enumerate(material) if e.kind == kind]
        report(f"fit, left-out calls, {kind}", [material[i] for i in chosen], by_others[chosen])
    for folder, name in ((f, n) for f in given.report for n in CALL_LINES):
        some = [e for e in words_of(folder, name) if e.kind == "standard"]
        report(f"words, {folder.name}, {name}", some, 1 / (1 + np.exp(-words[0] - rows(some) @ words[1])))
    others = [(f"{f.name}, {n}", of_calls(f, n)) for f in given.report for n in CALL_LINES]
    if given.sentences:
        for name, line in SENTENCE_LINES.items():
            made = lambda line=line: examples(heard_sentences(given.sentences, line, settings), aligner)  # noqa: E731
            others.append((f"people, {name}", kept_examples(given.kept / "examples" / f"people {name}.json", made)))
    for name, found in others:
        for kind in WEIGHTS:
            some = [e for e in found if e.kind == kind]
            if some:
                report(f"{name}, {kind}", some, model.predict_proba(rows(some))[:, 1])
    write(words, model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
