"""What was tried to hear better: each idea on the same recordings, against the product as it is.

    python models/trials.py --calls DEV --sentences dev-speech/manifest.tsv --half first
    python models/trials.py --calls sample_audio --sentences dev-speech/manifest.tsv --half second high-pass beam-always

Ideas are chosen on the first half of the sentences (every other speaker) and the development calls, and confirmed on
the second half and other calls. Prints one line of a Markdown table an idea: error rates and processor seconds.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from scipy.signal import butter, sosfilt

from qa.accuracy.detector import said_by_channel
from qa.accuracy.labels import read_labels
from qa.asr import engine as product
from qa.asr.engine import WhisperEngine
from qa.asr.error_rate import CharacterErrors, align, character_errors, count_errors
from qa.asr.script import simplified
from qa.asr.transcriber import ChannelTranscriber
from qa.asr.windows import LONGEST
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio, examine
from qa.audio.speech import Span, spans_by_channel
from qa.recording import Seconds
from qa.settings import LimitSettings, SpeechSettings

ROOT = Path(__file__).resolve().parents[1]
LOUD_DB = -20.0

FrontEnd = Callable[[Samples], Samples]


@dataclass(frozen=True)
class Trial:
    """One idea: what happens to the sound before recognition, and what is different in decoding."""

    about: str
    front_end: FrontEnd | None = None
    per_window: FrontEnd | None = None
    prompt: str = ""
    decoding: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of CTranslate2's `generate`, in place of the product's."""
    careful: Mapping[str, Any] = field(default_factory=dict)
    """The same, only for windows that are heard again."""
    doubtful: float = product.DOUBTFUL
    """Mean log-probability under which a window is decoded again with the beam."""
    longest: Seconds = LONGEST
    """Of a window."""
    numbers: bool = True
    """Whether both sides have their numbers in one form before they are compared."""


def loud(samples: Samples) -> Samples:
    """The loud frames at `LOUD_DB`, never clipped."""
    frames = samples[: samples.size // 320 * 320].reshape(-1, 320)
    level = float(np.percentile(np.sqrt(np.mean(np.square(frames), axis=1)), 95)) if frames.size else 0.0
    gain = 10 ** (LOUD_DB / 20) / max(level, 1e-4)
    return np.asarray(np.clip(samples * gain, -1, 1), np.float32)


def high_pass(hertz: float) -> FrontEnd:
    """Takes away what lies under the voice."""
    sections = butter(4, hertz, "highpass", fs=SAMPLE_RATE, output="sos")
    return lambda samples: np.asarray(sosfilt(sections, samples), np.float32)


def resampled(quality: str) -> FrontEnd:
    """From 8 kHz to 16 kHz by a filter of this quality."""

    def again(samples: Samples) -> Samples:
        narrow = soxr.resample(samples, SAMPLE_RATE, 8_000, quality="VHQ")
        if quality == "linear":
            wide = np.interp(np.arange(2 * narrow.size) / 2, np.arange(narrow.size), narrow)
        else:
            wide = soxr.resample(narrow, 8_000, SAMPLE_RATE, quality=quality)
        out = np.zeros_like(samples)
        out[: min(wide.size, samples.size)] = wide[: samples.size]
        return out

    return again


TRIALS = {
    "product": Trial("the product as it is"),
    "loudness": Trial("each channel brought to one loudness", front_end=loud),
    "loudness-window": Trial("each window brought to one loudness", per_window=loud),
    "high-pass-80": Trial("high-pass at 80 Hz", front_end=high_pass(80)),
    "high-pass-200": Trial("high-pass at 200 Hz", front_end=high_pass(200)),
    "loud-high-pass": Trial("high-pass at 80 Hz, then one loudness", front_end=lambda s: loud(high_pass(80)(s))),
    "resample-vhq": Trial("8 → 16 kHz, best filter (VHQ)", front_end=resampled("VHQ")),
    "resample-quick": Trial("8 → 16 kHz, quick filter (QQ)", front_end=resampled("QQ")),
    "resample-linear": Trial("8 → 16 kHz, straight lines", front_end=resampled("linear")),
    "prompt-sentences": Trial("prompt 以下是普通话的句子。", prompt="以下是普通话的句子。"),
    "prompt-call": Trial("prompt 这是一段普通话的电话录音。", prompt="这是一段普通话的电话录音。"),
    "prompt-digits": Trial("prompt 电话里说到数字、日期和金额。", prompt="电话里说到数字、日期和金额。"),
    "beam-never": Trial("greedy everywhere", doubtful=-99.0),
    "beam-always": Trial("beam 5 everywhere", doubtful=99.0),
    "beam-harder": Trial("beam 5 under −0.3 instead of −0.5", doubtful=-0.3),
    "beam-10": Trial("beam 10 on doubtful windows", decoding={"wide": 10}),
    "patience": Trial("beam 5 with patience 2", decoding={"patience": 2.0}),
    "no-penalty": Trial("no length penalty (scores are sums: the beam everywhere)", decoding={"length_penalty": 0.0}),
    "windows-5": Trial("windows of 5 s at most", longest=5.0),
    "windows-8": Trial("windows of 8 s at most", longest=8.0),
    "windows-12": Trial("windows of 12 s at most", longest=12.0),
    "windows-16": Trial("windows of 16 s at most", longest=16.0),
    "windows-20": Trial("windows of 20 s at most", longest=20.0),
    "windows-28": Trial("windows of 28 s at most", longest=28.0),
    "windows-20-beam": Trial("windows of 20 s at most, beam 5 everywhere", longest=20.0, doubtful=99.0),
    "windows-28-beam": Trial("windows of 28 s at most, beam 5 everywhere", longest=28.0, doubtful=99.0),
    "temperature": Trial(
        "suspect windows sampled at temperature 0.4",
        careful={"beam_size": 1, "sampling_topk": 0, "sampling_temperature": 0.4},
    ),
    "no-timestamps": Trial("no timestamps decoded", decoding={"no_timestamps": True}),
    "numbers-as-written": Trial("numbers compared as they are written", numbers=False),
    "no-punctuation": Trial("punctuation suppressed", decoding={"no_punctuation": True}),
}


class Tried(WhisperEngine):
    """The product's recogniser with one idea in it."""

    trial = TRIALS["product"]

    def stretch(self, samples: Samples) -> Any:
        """The window, after what the idea does to it."""
        return super().stretch(self.trial.per_window(samples) if self.trial.per_window else samples)

    def decode(self, encoded: Sequence[Any], *, beam: int = 1, carefully: bool = False) -> list[Any]:
        """The text of windows, decoded as the idea has it."""
        asked = dict(self.trial.decoding)
        start = list(self._tokenizer.sot_sequence)
        if asked.pop("no_timestamps", False):
            start.append(self._tokenizer.no_timestamps)
        if self.trial.prompt:
            start = [self._tokenizer.sot_prev, *self._tokenizer.encode(self.trial.prompt), *start]
        wide = asked.pop("wide", beam)
        if asked.pop("no_punctuation", False):
            asked["suppress_tokens"] = [-1, *(t for mark in "，。？！、；：,.?!" for t in self.tokens(mark))]
        results = self._whisper.model.generate(
            product._storage(encoded),
            [start] * len(encoded),
            **{
                "beam_size": wide if beam > 1 else 1,
                "max_length": self._whisper.max_length,
                "return_scores": True,
                "return_no_speech_prob": True,
                "repetition_penalty": 1.1 if carefully else 1.0,
                "no_repeat_ngram_size": 4 if carefully else 0,
            }
            | (asked if beam > 1 or "patience" not in asked else {})
            | (dict(self.trial.careful) if carefully else {}),
        )
        return [self._decoded(result, carefully) for result in results]


@dataclass(frozen=True)
class Piece:
    """A recording's audio, where speech is, and what each channel says (text or turns)."""

    kind: str
    audio: Audio
    speech: tuple[tuple[Span, ...], ...]
    said: tuple[Any, ...]


def material(calls: Path | None, sentences: Path | None, half: str) -> Iterator[Piece]:
    """Sentences of half of the speakers as they are and over a telephone line, and calls."""
    with DecodeWorker() as decoder:
        if sentences:
            with sentences.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream, delimiter="\t"))
            speakers = sorted({speaker(row["file"]) for row in rows})
            chosen = set(speakers[:: 1 if half == "all" else 2]) if half != "second" else set(speakers[1::2])
            for row in (row for row in rows if speaker(row["file"]) in chosen):
                samples = decoder.decode(sentences.parent / row["file"], LimitSettings(), file=row["file"]).samples
                carried = TelephoneLine().carry(samples[0], zlib.crc32(row["file"].encode()))[None]
                for kind, sound in (("clean", samples), ("telephone", carried)):
                    audio = examine(sound).audio
                    yield Piece(kind, audio, spans_by_channel(audio), (row["transcript"],))
        for label in read_labels(calls).values() if calls else ():
            samples = decoder.decode(calls / label.file, LimitSettings(), file=label.file).samples
            signal = examine(samples)
            spans = spans_by_channel(signal.audio, signal.cross_talk)
            if signal.audio.channels == len(said_by_channel(label)) == 2:
                turns = sorted(label.turns, key=lambda t: t.start)
                own = [[t for t in turns if (t.party == "agent") == (c == label.agent_channel)] for c in (0, 1)]
                yield Piece("calls", signal.audio, spans, tuple(own))


def speaker(file: str) -> str:
    """SSB0005 of SSB00050112, A2 of A2_33."""
    return file.partition("_")[0] if "_" in file else file[:7]


def hear(trial: Trial, engine: Tried, pieces: Sequence[Piece]) -> tuple[dict[str, CharacterErrors], float]:
    """Errors by kind of material, and the processor time of it all."""
    engine.trial, product.DOUBTFUL = trial, trial.doubtful
    transcriber = ChannelTranscriber(engine, longest=trial.longest)
    began = time.process_time()
    made = [
        Audio(np.stack([trial.front_end(c) for c in p.audio.samples])) if trial.front_end else p.audio for p in pieces
    ]
    heard = transcriber.transcribe_all([transcriber.prepare(a, p.speech) for a, p in zip(made, pieces, strict=True)])
    seconds = time.process_time() - began
    errors: dict[str, CharacterErrors] = {}
    for piece, utterances in zip(pieces, heard, strict=True):
        for channel, said in enumerate(piece.said):
            words = [w for u in utterances if u.channel == channel for w in u.words]
            text = said if isinstance(said, str) else "".join(turn.text for turn in said)
            found = count(text, "".join(w.text for w in words), trial.numbers)
            errors[piece.kind] = errors.get(piece.kind, CharacterErrors()) + found
    return errors, seconds


def count(said: str, heard: str, numbers: bool) -> CharacterErrors:
    """Errors as the product counts them, or without one form for numbers."""
    if numbers:
        return character_errors(said, heard)
    reference, found = ("".join(c for c in simplified(text).lower() if c.isalnum()) for text in (said, heard))
    return count_errors(reference, found, align(reference, found))


def main() -> int:
    """Read the arguments, hear everything once an idea."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trials", nargs="*", default=list(TRIALS), help=f"of {', '.join(TRIALS)} (default: all)")
    parser.add_argument("--calls", type=Path, help="a labelled folder")
    parser.add_argument("--sentences", type=Path, help="a TSV of files and transcripts")
    parser.add_argument(
        "--half", choices=["first", "second", "all"], default="all", help="of the speakers of sentences"
    )
    given = parser.parse_args()
    if unknown := set(given.trials) - set(TRIALS):
        parser.error(f"no such trial: {', '.join(sorted(unknown))}")
    pieces = list(material(given.calls, given.sentences, given.half))
    kinds = sorted({piece.kind for piece in pieces})
    engine = Tried(SpeechSettings(threads=2), ROOT / "models")
    sys.stdout.write(f"| | {' | '.join(kinds)} | processor |\n|{'---|' * (len(kinds) + 2)}\n")
    for name in given.trials:
        errors, seconds = hear(TRIALS[name], engine, pieces)
        rates = " | ".join(f"{errors[kind].rate:.1%} ({errors[kind].insertions} I)" for kind in kinds)
        sys.stdout.write(f"| {TRIALS[name].about} (`{name}`) | {rates} | {seconds:.0f} s |\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
