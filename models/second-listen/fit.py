"""Fit the probability that a phrase was said where a second listening was asked, and report it on other recordings.

    python models/second-listen/fit.py --calls DEV --report sample_audio --sentences dev-speech/manifest.tsv --kept DIR

See README.md beside this file. Writes qa/scoring/second_model.py.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa.accuracy.calibration import calibration
from qa.accuracy.inbox import send_over
from qa.accuracy.labels import read_labels
from qa.accuracy.transcribed import read_transcripts
from qa.accuracy.trial import trial_settings
from qa.accuracy.truth import true_call
from qa.asr.engine import WhisperEngine
from qa.asr.second import listen
from qa.asr.transcriber import transcribe
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.measures.measure import measure
from qa.phonetics.alignment import allowed, find
from qa.phonetics.pattern import parse
from qa.pipeline import run_night
from qa.pipeline.second import place_of
from qa.pipeline.shard import listener_of
from qa.recording import CallMetadata
from qa.roles.turns import merge_turns
from qa.rubric.source import load_rubrics
from qa.scoring.confidence import BUDGET, probability
from qa.scoring.doubt import Doubt, doubts
from qa.scoring.heard import Call, Voice
from qa.scoring.second import FEATURES, features
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
OWN = 12
"""Stretches of a call's own words, a party, and as many near-misses of them."""
STRENGTH = 0.3
WEIGHTS = {"standard": 1.0, "own": 1.0, "near-miss": 0.3}
"""Chosen by what is found in left-out calls: people seldom say a phrase but for one character."""
OTHERS = "天人大中来上个到说们要就出会可也你对生能子那得于过用多么心没学去年好看又把成进从开手只长现"


@dataclass(frozen=True)
class Example:
    """A place that was listened to again."""

    call: str
    kind: str
    """standard: of the rubrics and lists; own: words of this call; near-miss: these with one character changed."""
    row: tuple[float, ...]
    alone: float
    """The probability by the words alone."""
    said: bool
    phrase: str
    heard: str
    tested: str


@dataclass(frozen=True)
class Heard:
    """A recording as it was heard, what was said in it, and its sound."""

    call_id: str
    call: Call
    truth: Call
    samples: Mapping[Party, Samples]


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
            yield Heard(about.call_id, call, true_call(label, about), samples)


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


def examples(recordings: Iterable[Heard], standard: Sequence[str], engine: WhisperEngine) -> Iterator[Example]:
    """Every doubtful place of a standard phrase, of stretches of the call's own words, and of near-misses of these."""
    for heard in recordings:
        chance = random.Random(heard.call_id)  # noqa: S311
        for party, samples in heard.samples.items():
            own = list(_own(heard.truth.voices[party], chance))
            near = [_changed(phrase, chance) for phrase in own]
            for kind, phrases in (("standard", standard), ("own", own), ("near-miss", near)):
                if not phrases:
                    continue
                for doubt in doubts(heard.call, {party: Sought.of(phrases)}):
                    fit = listen(engine, samples, place_of(doubt))
                    if fit is not None:
                        said = _was_said(heard.truth.voices[party], doubt, EXACTLY if kind == "near-miss" else SAID)
                        alone = probability(doubt.cost, doubt.length, doubt.words)
                        texts = doubt.phrase, doubt.heard, doubt.tested
                        yield Example(heard.call_id, kind, features(doubt, fit), alone, said, *texts)


def _was_said(voice: Voice, doubt: Doubt, budget: np.ndarray) -> bool:
    speech, places = voice.laid_out
    for match in find(parse(doubt.phrase), speech, budget):
        (number, first), (_, last) = places[match.start], places[match.end - 1]
        words = voice.turns[number].words
        if words[first].start - NEAR < doubt.end and doubt.start < words[last].end + NEAR:
            return True
    return False


def _own(voice: Voice, chance: random.Random) -> Iterator[str]:
    """Stretches of 2 to 10 characters within clauses of what the party said."""
    for turn in voice.turns:
        text = "".join(c if c.isalpha() else "，" for c in turn.text)
        clauses = [clause for clause in text.split("，") if len(clause) >= 2]
        for _ in range(min(OWN, 3 * len(clauses))):
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


def standard_phrases() -> tuple[str, ...]:
    """Of all rubrics, and of the published lists."""
    found = dict.fromkeys((HERE / "phrases.txt").read_text(encoding="utf-8").split())
    for loaded in load_rubrics(ROOT / "rubrics"):
        for sought in sought_by(loaded.rubric).values():
            found.update(dict.fromkeys(sought.phrases))
    return tuple(found)


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


def fitted(material: Sequence[Example]) -> tuple[float, np.ndarray]:
    """Intercept and coefficients on the features as they are."""
    model = _model().fit(
        rows(material),
        [e.said for e in material],
        logisticregression__sample_weight=[WEIGHTS[e.kind] for e in material],
    )
    scaler, logistic = model[0], model[1]
    coefficients = logistic.coef_[0] / scaler.scale_
    return float(logistic.intercept_[0] - (coefficients * scaler.mean_).sum()), coefficients


def _model() -> object:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5000))


def left_out(material: Sequence[Example]) -> np.ndarray:
    """The probability of each place by a model that has not seen its call."""
    return cross_val_predict(
        _model(),
        rows(material),
        [e.said for e in material],
        groups=[e.call for e in material],
        cv=GroupKFold(6),
        method="predict_proba",
        params={"logisticregression__sample_weight": [WEIGHTS[e.kind] for e in material]},
    )[:, 1]


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
    settings, standard = load_settings(ROOT / "qa.toml"), standard_phrases()
    engine = WhisperEngine(settings.speech, settings.models)

    def of_calls(folder: Path, name: str) -> list[Example]:
        made = lambda: examples(heard_calls(folder, CALL_LINES[name], given.kept), standard, engine)  # noqa: E731
        return kept_examples(given.kept / "examples" / f"{folder.resolve().name} {name}.json", made)

    material = [e for folder in given.calls for name in CALL_LINES for e in of_calls(folder, name)]
    model, by_others = fitted(material), left_out(material)
    for kind in WEIGHTS:
        chosen = [i for i, e in enumerate(material) if e.kind == kind]
        report(f"fit, left-out calls, {kind}", [material[i] for i in chosen], by_others[chosen])
    others = [(f"{f.name}, {n}", of_calls(f, n)) for f in given.report for n in CALL_LINES]
    if given.sentences:
        for name, line in SENTENCE_LINES.items():
            made = lambda line=line: examples(heard_sentences(given.sentences, line, settings), standard, engine)  # noqa: E731
            others.append((f"people, {name}", kept_examples(given.kept / "examples" / f"people {name}.json", made)))
    for name, found in others:
        for kind in WEIGHTS:
            some = [e for e in found if e.kind == kind]
            if some:
                report(f"{name}, {kind}", some, 1 / (1 + np.exp(-(model[0] + rows(some) @ model[1]))))
    lines = [
        '"""Coefficients of `qa.scoring.second`: made by models/second-listen/fit.py. Data."""\n',
        f"INTERCEPT = {model[0]:.4f}",
        "COEFFICIENTS = (",
        *(f"    {c:.4f},  # {name}" for c, name in zip(model[1], FEATURES, strict=True)),
        ")",
    ]
    (ROOT / "qa" / "scoring" / "second_model.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
