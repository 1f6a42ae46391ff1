"""Word probabilities that mean something: of the words with 0.8, four in five were really said.

The recogniser's own probability is a feature, not the answer: Whisper is too sure of itself, and a word among doubtful
neighbours, too short for its length or part of no dictionary word is wrong more often than it admits. A logistic
regression in `models/word-confidence/` puts these together. It was fitted to one speech model and is used with that one
only; with another the recogniser's own probabilities stay.

The model is 52 numbers in a text file: nothing that is read can run, and no worker loads what fitted it.
"""

from __future__ import annotations

import hashlib
import logging
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.asr.errors import BadConfidenceModel
from qa.asr.guard import spoken
from qa.asr.transcriber import Call, Transcriber
from qa.asr.word_features import FEATURES, channel_noise, word_features
from qa.asr.word_model import LogisticModel
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.transcript import Utterance

FOLDER = "word-confidence"
CARD = "card.toml"
MODEL = "model.toml"

NOISE_CHARACTERS = 3
"""Different ones in an utterance that may be noise …"""
NOISE_PROBABILITY = 0.2
"""… when its words have less than this in the mean. Of 146 utterances of the development calls two do, with one word
right between them; what horns and buzzes leave lies at .01 to .16."""
STUCK = 4
STUCK_PROBABILITY = 0.5
"""One character over and over (轻轻轻轻) needs more: repetition makes a recogniser sure of itself."""

log = logging.getLogger(__name__)
_Shape = TypeVar("_Shape", bound=BaseModel)


class _Card(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of `model.toml`."""
    speech_model: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The hash of the speech model that it was fitted to."""


@dataclass(frozen=True)
class WordConfidence:
    """The model that turns `word_features` into the probability that a word is right."""

    sha256: str
    speech_model: str
    _model: LogisticModel

    def calibrated(self, utterances: Sequence[Utterance], audio: Audio) -> tuple[Utterance, ...]:
        """The same utterances, each word with the probability that it was said."""
        if not utterances:
            return ()
        noise = [channel_noise(channel) for channel in audio.samples]
        rows = [word_features(u, audio.samples[u.channel], noise[u.channel]) for u in utterances]
        right = self._model.probabilities(np.concatenate(rows))
        edges = np.cumsum([len(u.words) for u in utterances])[:-1]
        return tuple(
            replace(
                utterance,
                words=tuple(
                    replace(word, probability=round(float(p), 4))
                    for word, p in zip(utterance.words, probabilities, strict=True)
                ),
            )
            for utterance, probabilities in zip(utterances, np.split(right, edges), strict=True)
        )


class CalibratedTranscriber:
    """A transcriber whose words carry calibrated probabilities."""

    def __init__(self, transcriber: Transcriber, confidence: WordConfidence) -> None:
        self._transcriber = transcriber
        self._confidence = confidence

    @property
    def model_hash(self) -> str:
        """Identity of both models: what one of them changes is not mixed unseen with what was there before."""
        both = f"{self._transcriber.model_hash} {self._confidence.sha256}"
        return hashlib.sha256(both.encode()).hexdigest()

    def prepare(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> Call:
        """See `Transcriber.prepare`."""
        return self._transcriber.prepare(audio, speech)

    def transcribe_all(self, calls: Sequence[Call]) -> list[tuple[Utterance, ...]]:
        """See `Transcriber.transcribe_all`."""
        heard = self._transcriber.transcribe_all(calls)
        return [
            tuple(u for u in self._confidence.calibrated(own, call.audio) if not made_of_noise(u))
            for call, own in zip(calls, heard, strict=True)
        ]


def made_of_noise(utterance: Utterance) -> bool:
    """Whether nobody said this: a short utterance that is almost surely wrong, as one note or buzz leaves behind.

    A longer one stays, however doubtful: somebody said something there.
    """
    said = spoken(utterance.text)
    stuck = len(said) >= STUCK and len(set(said)) == 1
    sure = sum(word.probability for word in utterance.words) / max(1, len(utterance.words))
    return len(set(said)) <= NOISE_CHARACTERS and sure < (STUCK_PROBABILITY if stuck else NOISE_PROBABILITY)


def with_confidence(transcriber: Transcriber, speech_model: str, models_dir: Path) -> Transcriber:
    """The transcriber with calibrated words, if `models_dir` holds a model that was fitted to `speech_model` (a hash).

    Raises:
        BadConfidenceModel: there is one, and it is not what its card says.
    """
    confidence = load_confidence(models_dir)
    if confidence is None or confidence.speech_model != speech_model:
        log.info("no word confidence for speech model %s: its own probabilities are used", speech_model[:12])
        return transcriber
    return CalibratedTranscriber(transcriber, confidence)


def load_confidence(models_dir: Path) -> WordConfidence | None:
    """The model under `models_dir`; None where there is none.

    Its bytes are compared with its card before anything reads them.

    Raises:
        BadConfidenceModel: the card cannot be read, or the model is another one.
    """
    folder = models_dir / FOLDER
    try:
        described, content = ((folder / name).read_bytes() for name in (CARD, MODEL))
    except FileNotFoundError:
        return None
    card = _read(_Card, described, folder / CARD)
    found = hashlib.sha256(content).hexdigest()
    if found != card.sha256:
        raise BadConfidenceModel(str(folder / MODEL), problem=f"SHA-256 {found}")
    model = _read(LogisticModel, content, folder / MODEL)
    if tuple(model.features) != FEATURES:
        raise BadConfidenceModel(str(folder / MODEL), problem="features")
    return WordConfidence(card.sha256, card.speech_model, model)


def _read(kind: type[_Shape], content: bytes, path: Path) -> _Shape:
    try:
        return kind.model_validate(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise BadConfidenceModel(str(path), problem=str(error).splitlines()[0]) from error
