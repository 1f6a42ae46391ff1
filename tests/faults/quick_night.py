"""A night whose recogniser is a stand-in, so that it can be killed many times.

`python -m tests.faults.quick_night CONFIG`. Everything else is real: decoding, speech detection, roles, scoring, truth,
mart, report.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from qa.audio.decode import DecodeWorker
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.pipeline import shard
from qa.pipeline.call import Listener
from qa.pipeline.night import run_night
from qa.pipeline.shard import run_shard
from qa.pipeline.shards import Shard, ShardOutcome
from qa.settings import Settings, load_settings
from qa.transcript import Utterance, Word
from tests.asr.stand_in import OneByOne

LINES = ("您好很高兴为您服务", "我想查一下话费", "请您稍等", "我不知道", "感谢您的来电再见")


class StandIn(OneByOne):
    """Writes a fixed line over every stretch of sound; slow enough that a kill can meet it at work."""

    model_hash = "stand-in"

    def heard(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
        time.sleep(0.1)
        whole = [Span(0.5 + 2 * i, 2.0 + 2 * i) for i in range(int(audio.seconds / 2) - 1)]
        return tuple(_line(channel, i, span) for channel in range(len(speech)) for i, span in enumerate(whole))


def _line(channel: int, number: int, span: Span) -> Utterance:
    text = LINES[(2 * number + channel) % len(LINES)]
    step = (span.end - span.start) / len(text)
    words = tuple(Word(c, span.start + i * step, span.start + (i + 1) * step, 0.9) for i, c in enumerate(text))
    return Utterance(channel, span.start, span.end, words)


def quick_shard(work: Shard, settings: Settings) -> ShardOutcome:
    """`run_shard` with the stand-in for a recogniser. Runs in the child, so the product's own module is set there."""
    shard.listener_of = lambda settings: Listener(DecodeWorker(), StandIn())
    return run_shard(work, settings)


if __name__ == "__main__":
    run_night(load_settings(Path(sys.argv[1])), work=quick_shard)
