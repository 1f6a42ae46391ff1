"""Conversations whose parties are known: written ones, development calls as scripted, and as they were heard."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

from qa.accuracy.labels import LabelledCall, read_labels
from qa.asr.transcriber import transcribe
from qa.audio.line import TelephoneLine
from qa.audio.samples import Samples
from qa.audio.signal import Audio, examine
from qa.audio.speech import Span, spans_by_channel
from qa.authoring.noise import corrupted
from qa.intake.manifest import read_manifest
from qa.pipeline.call import Listener
from qa.pipeline.shard import listener_of
from qa.recording import Direction, Seconds
from qa.roles.model import length
from qa.settings import InboxSettings, Settings
from qa.transcript import Party, Utterance, Word

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOISE = (0.1, 0.2, 0.3)
"""Of the characters are amiss in copies of what is written: our recogniser has .1 to .2, .4 on bad lines."""
LINES = {"as recorded": None, "bad line": TelephoneLine(signal_to_noise_db=12, lost=0.03)}
SYLLABLES_A_SECOND = 4.5
PAUSE: Seconds = 0.4
DOMAINS = {
    "telecom_hotline": "telecom",
    "water_utility": "water and energy",
    "water_energy": "water and energy",
    "bank_insurance": "bank and insurance",
    "shopping_delivery": "shopping and delivery",
    "travel_medical": "travel and medicine",
    "repairs_property": "repairs and property",
}
"""What the folders and rubrics call differently is one domain when domains are left out."""


@dataclass(frozen=True)
class Line:
    """What a party says without the other in between."""

    party: Party
    text: str
    start: Seconds


@dataclass(frozen=True)
class Conversation:
    """One conversation with its parties, in one of the forms in which it is known."""

    call: str
    domain: str
    kind: str
    """written, case, script; with the share of noise; or heard and over which line."""
    direction: Direction
    lines: tuple[Line, ...]

    def noisy(self, share: float) -> Conversation:
        """The same with this share of its characters written amiss."""
        chance = random.Random(zlib.crc32(f"{self.call} {share}".encode()))  # noqa: S311
        lines = [replace(x, text="".join(char for char, _ in corrupted(x.text, share, chance))) for x in self.lines]
        return replace(self, kind=f"{self.kind} {share:g}", lines=tuple(lines))


@dataclass(frozen=True)
class HeardCall:
    """A labelled recording as it was heard over a line, on its two channels and mixed down to one."""

    label: LabelledCall
    direction: Direction
    line: str
    seconds: Seconds
    mix: Samples
    speech: Sequence[Span]
    stereo: tuple[Utterance, ...] | None
    """None where the recording has one channel."""
    mono: tuple[Utterance, ...]

    @property
    def conversation(self) -> Conversation | None:
        """Who said what, by channel; None where the recording has one."""
        agent = self.label.agent_channel
        if self.stereo is None or agent is None:
            return None
        lines = [
            Line(Party.AGENT if u.channel == agent else Party.CUSTOMER, u.text, u.start)
            for u in sorted(self.stereo, key=lambda u: u.start)
        ]
        kind = f"heard, {self.line}"
        return Conversation(self.label.call_id, domain_of(self.label.rubric), kind, self.direction, tuple(lines))


def domain_of(name: str) -> str:
    """The line of business of a rubric or a file of dialogues."""
    return DOMAINS.get(name, name)


def written() -> Iterator[Conversation]:
    """The dialogues beside this file."""
    for path in sorted((HERE / "dialogues").glob("*.txt")):
        for number, dialogue in enumerate(path.read_text(encoding="utf-8").split("# ")[1:], start=1):
            direction, *said = dialogue.strip().splitlines()
            turns = [(Party.AGENT if row[0] == "A" else Party.CUSTOMER, row[2:]) for row in said]
            yield Conversation(
                f"{path.stem} {number}", domain_of(path.stem), "written", Direction(direction), _timed(turns)
            )


def cases() -> Iterator[Conversation]:
    """The cases of the rubrics: parts of conversations more than whole ones."""
    for path in sorted((ROOT / "rubrics").glob("*.cases.yaml")):
        rubric = path.name.removesuffix(".cases.yaml")
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]):
            turns = [
                (Party(party), str(text))
                for turn in case.get("turns", [])
                for party, text in turn.items()
                if party in set(Party)
            ]
            direction = case.get("metadata", {}).get("direction", "outbound" if rubric == "outbound" else "inbound")
            if turns:
                yield Conversation(
                    f"{rubric} case {number}", domain_of(rubric), "case", Direction(direction), _timed(turns)
                )


def scripts(folder: Path) -> Iterator[Conversation]:
    """What is really said in the labelled calls of a folder."""
    directions = _directions(folder)
    for label in read_labels(folder).values():
        lines = tuple(Line(turn.party, turn.text, turn.start) for turn in label.turns)
        if lines:
            yield Conversation(label.call_id, domain_of(label.rubric), "script", directions[label.call_id], lines)


def heard_calls(folder: Path, kept: Path, settings: Settings) -> Iterator[HeardCall]:
    """What is heard of the labelled calls of a folder over each line; the words are kept for the next time."""
    directions = _directions(folder)
    listener = listener_of(settings)
    for name, line in LINES.items():
        path = kept / f"{folder.resolve().name}, {name}.json"
        words = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for label in read_labels(folder).values():
            if not label.turns:
                continue
            samples = listener.decoder.decode(folder / label.file, settings.limits, file=label.file).samples
            if line is not None:
                seed = zlib.crc32(label.file.encode())
                samples = np.stack([line.carry(channel, seed + i) for i, channel in enumerate(samples)])
            mix = Audio(np.asarray(samples.mean(axis=0, keepdims=True), np.float32))
            spans = spans_by_channel(mix)
            if label.call_id not in words:
                words[label.call_id] = {
                    "stereo": _plain(_on_two_channels(samples, listener)),
                    "mono": _plain(transcribe(listener.transcriber, mix, spans)),
                }
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            stereo, mono = (_utterances(words[label.call_id][way]) for way in ("stereo", "mono"))
            yield HeardCall(
                label, directions[label.call_id], name, mix.seconds, mix.samples[0], spans[0], stereo, mono or ()
            )


def _on_two_channels(samples: Samples, listener: Listener) -> tuple[Utterance, ...] | None:
    if samples.shape[0] != 2:
        return None
    signal = examine(samples)
    if signal.audio.channels != 2:
        return None
    return tuple(transcribe(listener.transcriber, signal.audio, spans_by_channel(signal.audio, signal.cross_talk)))


def _directions(folder: Path) -> dict[str, Direction]:
    manifest = read_manifest(folder / "manifest.csv", InboxSettings(folder=folder))
    return {about.call_id: about.direction for about in manifest.metadata.values()}


def _timed(turns: Sequence[tuple[Party, str]]) -> tuple[Line, ...]:
    """Written turns with the times at which they might be said."""
    found, clock = [], 0.5
    for party, text in turns:
        found.append(Line(party, text, clock))
        clock += length(text) / SYLLABLES_A_SECOND + PAUSE
    return tuple(found)


def _plain(utterances: Sequence[Utterance] | None) -> list[list[object]] | None:
    if utterances is None:
        return None
    return [[u.channel, u.start, u.end, [[w.text, w.start, w.end, w.probability] for w in u.words]] for u in utterances]


def _utterances(rows: list[list[object]] | None) -> tuple[Utterance, ...] | None:
    if rows is None:
        return None
    return tuple(Utterance(c, start, end, tuple(Word(*word) for word in words)) for c, start, end, words in rows)
