"""What a case says of its call that no line tells: who hung up, and how the voices sounded."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, model_validator

from qa.measures.shape import Measures
from qa.rubric.diagnostics import Wrong
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.loudness import Decibels
from qa.rubric.operators.measure import MEASURES, PARTIES
from qa.rubric.quantity import Quantity, Share, in_unit, quantity_schema
from qa.transcript import Party

Hertz = Annotated[Quantity, PlainValidator(in_unit("Hz", "180 Hz")), quantity_schema("Hz", example="180 Hz")]
Semitones = Annotated[Quantity, PlainValidator(in_unit("半音", "4 半音")), quantity_schema("半音", example="4 半音")]


class Stated(FromYaml):
    """The measures that are taken from the sound or the line alone, as `measure:` of a rubric names them."""

    ended_by: Literal["agent", "customer"] | None = None
    """谁先挂机：`agent` 或 `customer`；不写则不知道。"""
    agent_loudness_range: Decibels | None = None
    """坐席音量的起伏：`6 dB`。"""
    customer_loudness_range: Decibels | None = None
    """客户音量的起伏：`6 dB`。"""
    agent_pitch: Hertz | None = None
    """坐席的音高：`180 Hz`。"""
    customer_pitch: Hertz | None = None
    """客户的音高：`180 Hz`。"""
    agent_pitch_range: Semitones | None = None
    """坐席音高的起伏：`4 半音`。"""
    customer_pitch_range: Semitones | None = None
    """客户音高的起伏：`4 半音`。"""
    agent_unclear_share: Share | None = None
    """坐席的话里听不清的字占多少：`20 %`；不写则由 `noise:` 而定。"""
    customer_unclear_share: Share | None = None
    """客户的话里听不清的字占多少：`20 %`；不写则由 `noise:` 而定。"""
    agent_signal_to_noise: Decibels | None = None
    """坐席一侧的信噪比：`20 dB`。"""
    customer_signal_to_noise: Decibels | None = None
    """客户一侧的信噪比：`20 dB`。"""

    @model_validator(mode="before")
    @classmethod
    def _not_of_the_lines(cls, value: object) -> object:
        for key in value if isinstance(value, dict) else ():
            if key in (*MEASURES, *PARTIES) and key not in cls.model_fields:
                raise Wrong(
                    f"{key} 由对话算出，不能直接写；请改对话里的时间、rate: 或 level:",
                    f"{key} is measured of the dialogue: change its times, rate: or level:",
                    about=key,
                )
        return value

    def upon(self, measures: Measures) -> Measures:
        """The measures with what is stated."""
        stated = {name: getattr(self, name) for name in self.model_fields_set}
        values: dict[str, Any] = {n: one.value if isinstance(one, Quantity) else one for n, one in stated.items()}
        if self.ended_by is not None:
            values["ended_by"] = Party(self.ended_by)
        return replace(measures, **values)


def unstated(name: str, measures: Measures) -> bool:
    """Whether a case could state this measure, and does not."""
    return name in Stated.model_fields and getattr(measures, name) in (None, Party.UNKNOWN)
