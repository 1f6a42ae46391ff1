"""The recogniser itself: Whisper through faster-whisper and CTranslate2. Only `hub` imports them beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ctranslate2 import StorageView, get_cuda_device_count
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from tqdm import tqdm

from qa.asr.errors import ModelDoesNotLoad, NoSuchDevice
from qa.asr.guard import agree
from qa.asr.models import locate, model_hash
from qa.asr.stretch import Mel, Stretch
from qa.asr.word_times import as_words
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.recording import Seconds
from qa.settings import SpeechSettings
from qa.transcript import Word

# faster-whisper opens a hidden progress bar. Its lock would be a semaphore of the system, which a worker that is
# stopped leaves behind with a warning on the terminal.
tqdm.set_lock(threading.RLock())

LONGEST: Seconds = 29.0
"""What one encoding holds: 30 s less the tail."""
TAIL: Seconds = 1.0
"""Silence behind a stretch. Without it the last words are lost (0.4 s: 26.8 against 25.3 % errors)."""
GRID: Seconds = 1.0
"""Lengths are filled up to whole multiples of this, and only equal ones are decoded together. So what a window is
heard as does not depend on its neighbours in the batch."""
DOUBTFUL = -0.5
"""Mean log-probability of a token under which the greedy decoding is tried again with the beam."""
_SILENT = 0.6
_UNSURE = -1.0
"""Whisper's own rule: a high probability of no speech and a log-probability under this mean that nobody spoke."""
_SILENT_IF_SUSPECT = 0.5
"""What was a loop and has this probability of no speech was music or noise, whatever the careful hearing makes of it
(tunes, keys, buzz .52 to .84; 98 in 100 windows of real speech stay under .5), unless both hearings agree."""
_HOP = SAMPLE_RATE // 100
_RECIPE = 3
"""Counts the ways in which this module has turned sound into words; part of every evaluation's model hash."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A stretch after the encoder: what decoding, and forced alignment of a given text, start from."""

    states: npt.NDArray[Any]
    """Shape [frames / 2, model width]."""
    seconds: Seconds
    """Of the sound itself."""

    @property
    def frames(self) -> int:
        """Mel frames of the sound itself, as `Whisper.align` wants them."""
        return min(2 * len(self.states), round(100 * self.seconds))


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the decoder made of a stretch."""

    tokens: tuple[int, ...]
    """Of the text, without timestamps."""
    log_probability: float
    """Mean of a token's."""
    silent: bool
    """Nobody spoke, says Whisper."""


class WhisperEngine:
    """One loaded model on one device. Hears many windows at a time; equal samples always give equal words.

    Each window is encoded at its own length: 10 s cost a fifth of the encoder's 30 s. Batches do not speed the encoder
    on a CPU, they halve the decoder's time. Decoding is greedy, and again with a beam where that was doubtful.

    Whisper's own fallback samples at higher temperatures, and CTranslate2's random state depends on what was heard
    before (`set_random_seed` does not reset it); a night that was killed and resumed would then differ from an
    undisturbed one. So the temperature stays 0 and a suspect window is heard again `carefully` instead: with the
    beam, repetition is punished and no four tokens may recur.
    """

    def __init__(self, settings: SpeechSettings, models_dir: Path, worker: int = 0) -> None:
        """Load the model that `settings` name; worker 0, 1, … take the devices of `device_index` in turn.

        Raises:
            ModelError: it is not here, not what its manifest says, or does not load on this device.
        """
        folder = locate(settings.model, models_dir)
        self.model_hash = model_hash(folder)
        self.recipe = f"{_RECIPE} {settings.compute_type} beam {settings.beam_size}"
        """What but the model decides how a window is heard."""
        self._beam, self._batch = settings.beam_size, settings.batch_size
        self._whisper = _load(folder, settings, settings.device_of(worker))
        self._tokenizer = Tokenizer(self._whisper.hf_tokenizer, True, task="transcribe", language="zh")

    def stretch(self, samples: Samples) -> Stretch:
        """What the encoder takes of mono [samples] at 16 kHz, −1 to 1; beyond `LONGEST` seconds it is cut off."""
        samples = samples[: round(LONGEST * SAMPLE_RATE)]
        seconds = len(samples) / SAMPLE_RATE
        frames = round(100 * GRID * np.ceil((seconds + TAIL) / GRID))
        filled = np.zeros(frames * _HOP, np.float32)
        filled[: len(samples)] = samples
        return Stretch(self._whisper.feature_extractor(filled, padding=0)[:, :frames], seconds)

    def encode(self, stretches: Sequence[Stretch]) -> list[Encoded]:
        """The encoder's output for each stretch."""
        if self._whisper.model.device == "cpu":
            return [self._encode(stretch.mel[np.newaxis], [stretch])[0] for stretch in stretches]
        order = sorted(range(len(stretches)), key=lambda i: stretches[i].mel.shape[1])
        found: dict[int, Encoded] = {}
        for _, same in groupby(order, key=lambda i: stretches[i].mel.shape[1]):
            for batch in _batches(list(same), self._batch):
                chosen = [stretches[i] for i in batch]
                found.update(zip(batch, self._encode(np.stack([s.mel for s in chosen]), chosen), strict=True))
        return [found[i] for i in range(len(stretches))]

    def align(self, encoded: Encoded, tokens: Sequence[int]) -> Any:
        """Where `tokens` of a text lie in a stretch and how probable each is there: CTranslate2's `Whisper.align`.

        Returns:
            `.alignments`, pairs (index of token, index of 20 ms), and `.text_token_probs`, one a token.
        """
        (found,) = self._whisper.model.align(
            _storage([encoded]), self._tokenizer.sot_sequence, [list(tokens)], encoded.frames
        )
        return found

    def tokens(self, text: str) -> tuple[int, ...]:
        """The tokens of a text."""
        return tuple(self._tokenizer.encode(text))

    def decode(self, encoded: Sequence[Encoded], *, beam: int = 1, carefully: bool = False) -> list[Decoded]:
        """The text of stretches that are equally long with their filling, decoded together."""
        # No prompt and no hotwords: a prompt leaks into what is judged, and a neutral one (以下是普通话的句子。) made
        # base run away on short windows. Timestamps are decoded although nobody reads them: without them one window in
        # twenty ran into a loop.
        results = self._whisper.model.generate(
            _storage(encoded),
            [self._tokenizer.sot_sequence] * len(encoded),
            beam_size=beam,
            max_length=self._whisper.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            repetition_penalty=1.1 if carefully else 1.0,
            no_repeat_ngram_size=4 if carefully else 0,
        )
        return [self._decoded(result, carefully) for result in results]

    def hear(self, stretches: Sequence[Stretch], *, first: Sequence[str] | None = None) -> list[tuple[Word, ...]]:
        """The words in each stretch, in the order of `stretches`.

        Args:
            stretches: windows, from `stretch`.
            first: what a first hearing made of each, which was a loop or left speech out: they are heard `carefully`.

        Returns:
            Words as the model writes them (simplified or traditional, with punctuation), times from the start of the
            stretch.
        """
        found: dict[int, tuple[Word, ...]] = {}
        carefully = first is not None
        order = sorted(range(len(stretches)), key=lambda i: stretches[i].mel.shape[1])
        for _, same in groupby(order, key=lambda i: stretches[i].mel.shape[1]):
            doubtful: list[tuple[int, Encoded]] = []
            for batch in _batches(list(same), self._batch):
                encoded = self.encode([stretches[i] for i in batch])
                if carefully:
                    doubtful.extend(zip(batch, encoded, strict=True))
                    continue
                for i, sound, decoded in zip(batch, encoded, self.decode(encoded, beam=1), strict=True):
                    if decoded.log_probability < DOUBTFUL and not decoded.silent:
                        doubtful.append((i, sound))
                    else:
                        found[i] = self._words(sound, decoded)
            for again in _batches(doubtful, self._batch):
                sounds = [sound for _, sound in again]
                decodings = self.decode(sounds, beam=self._beam, carefully=carefully)
                for (i, sound), decoded in zip(again, decodings, strict=True):
                    said = first is not None and agree(first[i], self._tokenizer.decode(list(decoded.tokens)))
                    found[i] = self._words(sound, replace(decoded, silent=decoded.silent and not said))
        return [found[i] for i in range(len(stretches))]

    def _encode(self, mels: Mel, stretches: Sequence[Stretch]) -> list[Encoded]:
        view = self._whisper.model.encode(StorageView.from_array(np.ascontiguousarray(mels)), to_cpu=True)
        return [Encoded(states, s.seconds) for states, s in zip(np.array(view), stretches, strict=True)]

    def _decoded(self, result: Any, carefully: bool) -> Decoded:
        tokens, score, silence = result.sequences_ids[0], float(result.scores[0]), result.no_speech_prob
        silent = silence > _SILENT_IF_SUSPECT if carefully else silence > _SILENT and score < _UNSURE
        return Decoded(tuple(token for token in tokens if token < self._tokenizer.eot), score, silent)

    def _words(self, sound: Encoded, decoded: Decoded) -> tuple[Word, ...]:
        if decoded.silent or not decoded.tokens:
            return ()
        (aligned,) = self._whisper.find_alignment(
            self._tokenizer, [list(decoded.tokens)], _storage([sound]), sound.frames
        )
        return as_words(aligned)


def _load(folder: Path, settings: SpeechSettings, index: int) -> WhisperModel:
    if settings.device == "cuda" and index >= get_cuda_device_count():
        raise NoSuchDevice(f"cuda:{index}", count=get_cuda_device_count())
    try:
        return WhisperModel(
            str(folder),
            device=settings.device,
            device_index=index,
            compute_type=settings.compute_type,
            cpu_threads=settings.threads,
            num_workers=1,
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelDoesNotLoad(
            str(folder), device=settings.device, compute_type=settings.compute_type, problem=error
        ) from error


def _storage(encoded: Sequence[Encoded]) -> StorageView:
    return StorageView.from_array(np.ascontiguousarray(np.stack([one.states for one in encoded])))


def _batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[at : at + size] for at in range(0, len(items), size))
