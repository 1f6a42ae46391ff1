"""Places of labelled recordings where a phrase may have been said: how they look to the models, and whether it was."""

from __future__ import annotations

import random
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa.accuracy.inbox import arrived
from qa.accuracy.labels import LabelledCall, read_labels
from qa.accuracy.transcribed import read_transcripts
from qa.accuracy.trial import trial_settings
from qa.accuracy.truth import true_call
from qa.asr.second import Aligner, Ear
from qa.asr.transcriber import transcribe
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.measures.measure import measure
from qa.phonetics.alignment import allowed, find
from qa.phonetics.budget import ALLOWED, BUDGET
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import parse
from qa.pipeline.night import run_night
from qa.pipeline.second import place_of
from qa.pipeline.shard import listener_of
from qa.recording import CallMetadata, Seconds
from qa.roles.turns import merge_turns
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.scoring.candidates import candidates
from qa.scoring.confidence import features as of_words
from qa.scoring.confidence import probability
from qa.scoring.doubt import doubts
from qa.scoring.heard import Call
from qa.scoring.second import features
from qa.scoring.sought import Sought, sought_by, speaks_for
from qa.scoring.voice import Voice
from qa.settings import Settings, load_settings
from qa.transcript import AgentChannel, Party, Transcript, Utterance, Word
from qa.warehouse.parquet import done, read_calls

ROOT = Path(__file__).resolve().parents[2]
RUBRICS = (ROOT / "rubrics", ROOT / "sample_audio" / "scripts" / "newcomers" / "rubrics")
"""Where the rubrics of labelled calls are looked for."""
NEAR = 1.5
"""Seconds between what was heard and what was said, up to which it is the same place: times are off by some tenths."""
SAID = allowed(0.54 * BUDGET)
"""A phrase stands in what was really said: nearly as it is written …"""
EXACTLY = allowed([0.06] * 256)
"""… but one made up with another word only letter by letter."""
BESIDE = 1.0
"""Seconds beside a place within which a person's mark still speaks of it."""
OWN = 3
"""Stretches of the agent's own words, a turn, and as many near-misses of them."""
OTHERS = "天人大中来上个到说们要就出会可也你对生能子那得于过用多么心没学去年好看又把成进从开手只长现"


@dataclass(frozen=True)
class Example:
    """A place that was listened to again."""

    call: str
    phrase: str
    party: Party
    start: Seconds
    end: Seconds
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
    start: Seconds
    end: Seconds


@dataclass(frozen=True)
class Heard:
    """A recording as it was heard, what was said in it, and its sound."""

    call_id: str
    call: Call
    truth: Call
    samples: Mapping[Party, Samples]
    label: LabelledCall | None = None
    rubric: Rubric | None = None


def heard_calls(folder: Path, line: TelephoneLine | None, kept: Path) -> Iterator[Heard]:
    """A labelled folder, over a line; what was heard of it is kept for the next time."""
    labels = read_labels(folder)
    place = kept / f"{folder.resolve().name}-{'bad' if line else 'clean'}"
    used, rubrics = _rubrics_of(labels.values())
    settings = load_settings(ROOT / "qa.toml")
    settings = settings.model_copy(update={"scoring": settings.scoring.model_copy(update={"rubrics": used})})
    source = arrived(line, folder, place / "inbox", settings.limits)
    trial = trial_settings(settings, source, "manifest.csv", place / "data")
    run_night(trial)
    with DecodeWorker() as decoder:
        for result in read_calls(trial.truth, sorted(done(trial.truth))):
            about = result.recording.metadata
            label, channel = labels[about.call_id], result.transcript.agent.channel
            if label.agent_channel is None or channel is None or not label.turns:
                continue
            decoded = decoder.decode(source / result.recording.file, settings.limits, file=label.file)
            sound = examine(decoded.samples).audio.samples
            samples = {Party.AGENT: sound[channel], Party.CUSTOMER: sound[1 - channel]}
            call = Call(replace(result.transcript, again=()), result.measures, about)
            yield Heard(about.call_id, call, true_call(label, about), samples, label, rubrics[label.rubric])


def _rubrics_of(labels: Collection[LabelledCall]) -> tuple[Path, Mapping[str, Rubric]]:
    """The folder that has all rubrics of these calls, and its rubrics."""
    for folder in RUBRICS:
        found = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(folder)}
        if all(label.rubric in found for label in labels):
            return folder, found
    raise SystemExit(f"no folder has all rubrics of these calls; looked in {', '.join(map(str, RUBRICS))}")


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


def examples(recordings: Iterable[Heard], aligner: Aligner) -> Iterator[Example]:
    """Every doubtful place of what the rubric looks for, of stretches of the agent's own words, and of near-misses."""
    for heard in recordings:
        ears = {party: Ear(aligner, samples) for party, samples in heard.samples.items()}
        for kind, sought in _asked(heard):
            for doubt in doubts(heard.call, sought):
                fit = ears[doubt.party].fit(place_of(doubt))
                if fit is None:
                    continue
                spot = Spot(doubt.phrase, doubt.party, doubt.start, doubt.end)
                alone = probability(doubt.cost, doubt.length, doubt.words, doubt.distinct)
                yield Example(heard.call_id, *spot, kind, features(doubt, fit), alone, _is_true(heard, kind, spot))


def by_words(recordings: Iterable[Heard]) -> Iterator[Example]:
    """Every place where the judge finds one of these phrases in the words, in doubt or not."""
    for heard in recordings:
        for kind, sought in _asked(heard):
            for party, phrases in sought.items():
                for one in (party,) if party else (Party.AGENT, Party.CUSTOMER):
                    yield from _of_voice(heard, kind, heard.call.voices[one], phrases)


def _of_voice(heard: Heard, kind: str, voice: Voice, phrases: Sought) -> Iterator[Example]:
    for place in candidates(voice, phrases, ALLOWED):
        words = voice.turns[place.turn].words
        spot = Spot(place.phrase, voice.party, words[place.first].start, words[place.last].end)
        row = of_words(place.match.cost, place.match.length, place.words, distinctiveness(place.phrase))
        yield Example(heard.call_id, *spot, kind, row, place.probability, _is_true(heard, kind, spot))


def _asked(heard: Heard) -> Iterator[tuple[str, Mapping[Party | None, Sought]]]:
    """What the night asks, stretches of the agent's own words, and near-misses of these."""
    chance = random.Random(heard.call_id)  # noqa: S311
    own = list(_own(heard.truth.voices[Party.AGENT], chance))
    if heard.rubric:
        yield "standard", sought_by(heard.rubric)
    if own:
        yield "own", {Party.AGENT: _each(own)}
        yield "near-miss", {Party.AGENT: _each([_changed(phrase, chance) for phrase in own])}


def _each(phrases: Sequence[str]) -> Sought:
    """Looked for everywhere, each a demand of its own."""
    return Sought.of([(phrase, None) for phrase in phrases], [[phrase] for phrase in phrases])


def _is_true(heard: Heard, kind: str, spot: Spot) -> bool:
    said = _was_said(heard.truth.voices[spot.party], spot, EXACTLY if kind == "near-miss" else SAID)
    return said or (kind == "standard" and _was_marked(heard, spot))


def _was_marked(heard: Heard, spot: Spot) -> bool:
    """Whether a person marked there a criterion that this phrase speaks for."""
    if heard.label is None or heard.rubric is None:
        return False
    criteria = {criterion.id for _, criterion in heard.rubric.criteria() if spot.phrase in speaks_for(criterion)}
    return any(
        mark.criterion in criteria
        and mark.party is spot.party
        and mark.start - BESIDE < spot.end
        and spot.start < mark.end + BESIDE
        for mark in heard.label.findings
    )


def _was_said(voice: Voice, spot: Spot, budget: np.ndarray) -> bool:
    for match in find(parse(spot.phrase), voice.speech, budget):
        number, first, last = voice.place(match)
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
