"""Fit the probability that a word was heard right, and report it on voices and words that it has not seen.

    python models/word-confidence/fit.py --calls DEV --sentences dev-speech/manifest.tsv --report sample_audio

See README.md beside this file. Writes model.toml, card.toml and reliability.svg here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa.accuracy.calibration import Calibration, calibration
from qa.accuracy.labels import read_labels
from qa.accuracy.words import words_right
from qa.asr.confidence import CARD, MODEL
from qa.asr.engine import WhisperEngine
from qa.asr.transcriber import ChannelTranscriber, transcribe
from qa.asr.word_features import FEATURES, Floats, channel_noise, word_features
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.settings import LimitSettings, SpeechSettings
from qa.transcript import Party, Utterance, Word

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LINES = {"as it is": None, "telephone": TelephoneLine(), "bad line": TelephoneLine(signal_to_noise_db=12, lost=0.03)}
OF_SENTENCES = ("as it is", "telephone", "bad line")
OF_CALLS = ("as it is", "bad line")
"""Calls have been through a telephone line already."""
FIT_VOICES = frozenset({"zf_xiaobei", "zf_xiaoni", "zf_xiaoxiao", "zm_yunjian", "zm_yunxi", "zm_yunxia"})
"""Of the eight synthetic voices; the last woman and the last man by name are only reported on."""
STRENGTH = 0.03
"""Inverse regularisation."""
PEOPLE_WEIGH = 3.0
"""A word of a real person against one of a synthetic voice. Both chosen by cross-validation over the speakers of the
fit (ECE on people .022; .036 where all words weigh the same)."""


@dataclass(frozen=True)
class Voiced:
    """What one voice said in one recording, and the sound."""

    voice: str
    said: str
    samples: Samples
    """The whole recording, [channels, samples]."""
    channel: int
    lines: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class Words:
    """Words of one voice over one line: what is known of each, what the recogniser thought, and whether it is right."""

    voice: str
    line: str
    features: Floats
    raw: Floats
    right: Floats


def sentences(manifest: Path, decoder: DecodeWorker) -> Iterator[Voiced]:
    """Each a voice of its own; the speaker is in the name of the file (SSB0005 of SSB00050112, A2 of A2_33)."""
    with manifest.open(encoding="utf-8", newline="") as stream:
        for seed, row in enumerate(csv.DictReader(stream, delimiter="\t")):
            file = row["file"]
            samples = decoder.decode(manifest.parent / file, LimitSettings(), file=file).samples
            speaker = file.split("_")[0] if "_" in file else file[:7]
            yield Voiced(speaker, row["transcript"], samples, 0, OF_SENTENCES, seed)


def parties(folder: Path, decoder: DecodeWorker) -> Iterator[Voiced]:
    """Each party of each stereo call in which somebody speaks, with the voice that its script gives it."""
    voices = scripted_voices()
    for seed, label in enumerate(read_labels(folder).values()):
        if label.agent_channel is None or not label.turns:
            continue
        samples = decoder.decode(folder / label.file, LimitSettings(), file=label.file).samples
        for party, channel in ((Party.AGENT, label.agent_channel), (Party.CUSTOMER, 1 - label.agent_channel)):
            said = label.said_by(party)
            yield Voiced(voices[label.call_id][party], said, samples, channel, OF_CALLS, seed)


def scripted_voices() -> dict[str, dict[Party, str]]:
    """For each call id the voice of each party, from the dialogues in sample_audio/scripts."""
    yaml, scripts = YAML(typ="safe"), ROOT / "sample_audio" / "scripts"
    roster = {a["id"]: a["speaker"]["voice"] for a in yaml.load(scripts / "agents.yaml")["agents"]}
    # The sealed exam is neither fitted on nor reported on here.
    files = [file for file in scripts.rglob("*.yaml") if file.parent.name != "exam"]
    calls = [c for file in files for c in yaml.load(file).get("calls", [])]
    return {c["id"]: {Party.AGENT: roster[c["agent"]], Party.CUSTOMER: c["customer"]["voice"]} for c in calls}


class Ear:
    """The product's own hearing without word confidence; what was heard once is kept in a folder."""

    def __init__(self, kept: Path | None) -> None:
        self.engine = WhisperEngine(SpeechSettings(threads=2), ROOT / "models")
        self._transcriber = ChannelTranscriber(self.engine)
        self._kept = kept

    def over_all_lines(self, voiced: Voiced) -> list[Words]:
        """The words of one voice heard over each of its lines where any were."""
        return [words for line in voiced.lines if (words := self._words(voiced, line))]

    def _words(self, voiced: Voiced, line: str) -> Words | None:
        simulated = LINES[line]
        samples = voiced.samples
        if simulated is not None:
            samples = np.stack([simulated.carry(channel, voiced.seed) for channel in samples])
        audio = examine(samples).audio
        if voiced.channel >= audio.channels:
            return None
        own = audio.samples[voiced.channel]
        heard = [u for u in self._heard(samples) if u.channel == voiced.channel]
        if not heard:
            return None
        spoken = [word for utterance in heard for word in utterance.words]
        right = words_right(voiced.said, spoken)
        counted = [verdict is not None for verdict in right]
        noise = channel_noise(own)
        features = np.concatenate([word_features(u, own, noise) for u in heard])
        raw = np.array([word.probability for word in spoken])
        verdicts = np.array([float(bool(v)) for v in right])
        return Words(voiced.voice, line, features[counted], raw[counted], verdicts[counted])

    def _heard(self, samples: Samples) -> tuple[Utterance, ...]:
        name = hashlib.sha256(samples.tobytes() + self._transcriber.model_hash.encode()).hexdigest()
        path = self._kept / f"{name}.json" if self._kept else None
        if path and path.exists():
            return tuple(_utterance(u) for u in json.loads(path.read_text(encoding="utf-8")))
        signal = examine(samples)
        heard = transcribe(self._transcriber, signal.audio, spans_by_channel(signal.audio, signal.cross_talk))
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps([asdict(u) for u in heard], ensure_ascii=False), encoding="utf-8")
        return heard


def _utterance(kept: dict[str, Any]) -> Utterance:
    return Utterance(**{**kept, "words": tuple(Word(**word) for word in kept["words"]), "party": Party.UNKNOWN})


def report(name: str, words: list[Words], model: Any) -> Calibration:
    """Print how the recogniser's own and the calibrated probabilities do on `words`."""
    features, raw, right = (np.concatenate([getattr(w, f) for w in words]) for f in ("features", "raw", "right"))
    mine = model.predict_proba(features)[:, 1]
    before, after = (calibration(zip(p.tolist(), right.tolist(), strict=True)) for p in (raw, mine))
    sys.stdout.write(
        f"{name:<42} {len(right):>5} words {right.mean():6.1%} right"
        f"  ECE {before.expected_error:.3f} → {after.expected_error:.3f}"
        f"  AUC {roc_auc_score(right, raw):.3f} → {roc_auc_score(right, mine):.3f}\n"
    )
    return after


def diagram(shown: Calibration) -> str:
    """A reliability diagram as SVG: what was said against what was true, the area of a dot is its number of words."""
    dots = [
        f'<circle cx="{40 + 320 * b.predicted / b.count:.1f}" cy="{340 - 320 * b.true / b.count:.1f}" '
        f'r="{2 + 18 * (b.count / shown.count) ** 0.5:.1f}"><title>{b.count} words: said {b.predicted / b.count:.2f}, '
        f"true {b.true / b.count:.2f}</title></circle>"
        for b in shown.bins
        if b.count
    ]
    ticks = [
        f'<text x="{40 + 32 * k}" y="356" text-anchor="middle">{k / 10:g}</text>'
        f'<text x="34" y="{344 - 32 * k}" text-anchor="end">{k / 10:g}</text>'
        for k in range(0, 11, 2)
    ]
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 390" font-family="sans-serif" font-size="11">',
            '<rect width="400" height="390" fill="#fff"/>',
            '<path d="M40 20V340H360" fill="none" stroke="#888"/><path d="M40 340L360 20" stroke="#bbb"/>',
            *ticks,
            f'<text x="200" y="378" text-anchor="middle">probability given ({shown.count} words, '
            f"ECE {shown.expected_error:.3f})</text>",
            '<text x="12" y="180" text-anchor="middle" transform="rotate(-90 12 180)">share really said</text>',
            '<g fill="#2563a8" fill-opacity=".75">',
            *dots,
            "</g></svg>\n",
        ]
    )


def in_numbers(model: Any) -> str:
    """The scaler and the regression as TOML, every number with all its digits."""
    scaler, regression = model[0], model[1]
    lines = [f"intercept = {float(regression.intercept_[0])!r}"]
    for name, *numbers in zip(FEATURES, scaler.mean_, scaler.scale_, regression.coef_[0], strict=True):
        parts = zip(("mean", "scale", "weight"), numbers, strict=True)
        lines += ["", f"[features.{name}]", *(f"{part} = {float(number)!r}" for part, number in parts)]
    return "\n".join([*lines, ""])


def main() -> int:
    """Hear, split by voice, fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", default=[], help="labelled calls to fit on")
    parser.add_argument("--sentences", type=Path, required=True, help="manifest of sentences; every other speaker fits")
    parser.add_argument("--report", type=Path, action="append", default=[], help="labelled calls never fitted on")
    parser.add_argument("--heard", type=Path, help="keep what was heard here, and take it from here")
    given = parser.parse_args()
    ear = Ear(given.heard)
    with DecodeWorker() as decoder:
        people = list(sentences(given.sentences, decoder))
        develop = [v for folder in given.calls for v in parties(folder, decoder)]
        unseen = [v for folder in given.report for v in parties(folder, decoder)]
    of_fit = frozenset(sorted({v.voice for v in people})[::2]) | FIT_VOICES

    fit = [w for v in people + develop if v.voice in of_fit for w in ear.over_all_lines(v)]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000))
    persons = {v.voice for v in people}
    weights = np.concatenate([np.full(len(w.right), PEOPLE_WEIGH if w.voice in persons else 1.0) for w in fit])
    features, right = np.concatenate([w.features for w in fit]), np.concatenate([w.right for w in fit])
    model.fit(features, right, logisticregression__sample_weight=weights)

    held = [w for v in people if v.voice not in of_fit for w in ear.over_all_lines(v)]
    # Of voices of the fit only the calls as they are: the bad line is for the others.
    calls = [w for v in unseen for w in ear.over_all_lines(replace(v, lines=OF_CALLS[:1]) if v.voice in of_fit else v)]
    others = [w for w in calls if w.voice not in of_fit]
    report("fit", fit, model)
    for name, words in (("people not in the fit", held), ("other calls, other voices", others)):
        for line in OF_SENTENCES if words is held else OF_CALLS:
            report(f"{name}, {line}", [w for w in words if w.line == line], model)
    report("other calls, all voices, as they are", [w for w in calls if w.line == "as it is"], model)
    report("people not in the fit, all lines", held, model)
    shown = report("people and other voices not in the fit", held + others, model)

    (HERE / MODEL).write_text(in_numbers(model), encoding="utf-8")
    card = {"sha256": hashlib.sha256((HERE / MODEL).read_bytes()).hexdigest(), "speech_model": ear.engine.model_hash}
    (HERE / CARD).write_text("".join(f'{key} = "{value}"\n' for key, value in card.items()), encoding="utf-8")
    (HERE / "reliability.svg").write_text(diagram(shown), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
