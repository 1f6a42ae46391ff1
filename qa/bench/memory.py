"""Whether memory stays flat: a thousand short recordings through the night's workers."""

from __future__ import annotations

import random
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import numpy as np

from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE
from qa.bench.calls import BenchCall, blocks, shares
from qa.bench.hearing import begin_ours, hear_ours
from qa.bench.way import Way
from qa.recording import Seconds
from qa.settings import LimitSettings, Settings

LENGTHS: tuple[Seconds, Seconds] = (3.0, 9.0)
"""Of the excerpts, so that a thousand take minutes and not hours."""
_POINTS = 20


@dataclass(frozen=True, slots=True)
class MemoryCurve:
    """What the workers held after so many recordings."""

    recordings: tuple[int, ...]
    held_bytes: tuple[int, ...]

    @property
    def growth(self) -> float:
        """The mean of the last quarter over that of the second one: 0 is flat, 0.1 a tenth more."""
        quarter = max(1, len(self.held_bytes) // 4)
        return fmean(self.held_bytes[-quarter:]) / fmean(self.held_bytes[quarter : 2 * quarter] or self.held_bytes) - 1


def memory_curve(
    calls: Sequence[BenchCall], settings: Settings, on_progress: Callable[[int, int], None] = lambda *_: None
) -> MemoryCurve:
    """Hear `calls` with the night's workers and look at their memory twenty times on the way."""
    counts: list[int] = []
    held: list[int] = []
    with Way(settings.night.workers, begin_ours, settings) as ours:
        for block in blocks(calls, -(-len(calls) // _POINTS)):
            ours.run(hear_ours, shares(block, ours.workers), settings)
            counts.append((counts[-1] if counts else 0) + len(block))
            held.append(ours.held_bytes)
            on_progress(counts[-1], len(calls))
    return MemoryCurve(tuple(counts), tuple(held))


def excerpts(calls: Sequence[BenchCall], count: int, folder: Path, seed: int = 0) -> tuple[BenchCall, ...]:
    """`count` short recordings cut out of `calls` at random, written to `folder`.

    Raises:
        UnusableRecording: a call of the folder cannot be decoded.
    """
    choose = random.Random(seed)  # noqa: S311  no secret
    made: list[BenchCall] = []
    with DecodeWorker() as decoder:
        for index, call in enumerate(calls):
            samples = decoder.decode(call.path, LimitSettings(), file=call.path.name).samples
            for number in range(index, count, len(calls)):
                length = round(choose.uniform(*LENGTHS) * SAMPLE_RATE)
                start = choose.randrange(max(1, samples.shape[1] - length))
                part = samples[:, start : start + length]
                path = folder / f"{number:06}.wav"
                with wave.open(str(path), "wb") as file:
                    file.setnchannels(len(part))
                    file.setsampwidth(2)
                    file.setframerate(SAMPLE_RATE)
                    file.writeframes(np.rint(part.T * 32767).astype("<i2").tobytes())
                made.append(
                    replace(
                        call, path=path, label=call.label.model_copy(update={"seconds": part.shape[1] / SAMPLE_RATE})
                    )
                )
    return tuple(made)
