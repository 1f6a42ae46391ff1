"""A call's doubtful phrases are listened to again on the channel of who may have said them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.pipeline.second import heard_again
from qa.rubric.source import parse_rubric
from qa.scoring.heard import Call
from qa.transcript import Party
from tests import builders
from tests.asr.test_second import Model

RUBRIC = parse_rubric(
    """\
rubric: small
name: 小质检表
version: "1"
bands: {优: 90}
sections:
  - id: s
    name: 等待
    criteria:
      - {id: wait, name: 等待, points: 100, require: {said: 请您稍等片刻, by: agent}}
""",
    "small.yaml",
)
DOUBTFUL = (Party.AGENT, "请您到邓片课")


@dataclass
class ChannelModel(Model):
    """Also remembers which channel was played to it."""

    channels: set[float] = field(default_factory=set)

    def stretch(self, samples: Samples):  # type: ignore[no-untyped-def]
        self.channels |= set(np.unique(samples).tolist())
        return super().stretch(samples)


def call(*lines: tuple[Party, str]) -> Call:
    transcript = builders.transcript(turns=builders.dialogue(*lines))
    return Call(transcript, builders.measures(), builders.metadata())


AUDIO = Audio(np.stack([np.full(SAMPLE_RATE * 30, level, np.float32) for level in (0.25, 0.5)]))


@pytest.mark.parametrize(("spoken", "likely"), [("请您稍等片刻", True), ("请您到邓片课", False)])
def test_what_the_sound_says_decides(spoken: str, likely: bool) -> None:
    model = ChannelModel(spoken)
    (again,) = heard_again(call(DOUBTFUL), RUBRIC, AUDIO, model)
    assert (again.phrase, again.party) == ("请您稍等片刻", Party.AGENT)
    assert (again.probability > 0.6) == likely
    assert model.channels == {0.25}


def test_nothing_is_listened_to_where_nothing_is_in_doubt() -> None:
    model = ChannelModel("")
    clear = call((Party.AGENT, "请您稍等片刻"), (Party.CUSTOMER, "请您到邓片课"))
    assert heard_again(clear, RUBRIC, AUDIO, model) == ()
    assert model.heard == []
