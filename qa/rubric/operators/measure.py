"""`measure`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import QUANTITY, TOGETHER, USELESS
from qa.rubric.operators.form import FromYaml
from qa.rubric.quantity import Amount, Unit, quantity_schema

MEASURES: dict[str, Unit] = {
    "call_seconds": "s",
    "speech_seconds": "s",
    "non_talk_seconds": "s",
    "silence_share": "percent",
    "longest_silence": "s",
    "agent_talk_seconds": "s",
    "customer_talk_seconds": "s",
    "agent_talk_share": "percent",
    "turn_count": "次",
    "overlap_seconds": "s",
    "overlap_share": "percent",
    "agent_interruptions": "次",
    "customer_interruptions": "次",
    "agent_interruption_seconds": "s",
    "hold_count": "次",
    "hold_seconds": "s",
    "longest_hold": "s",
    "hold_share": "percent",
    "unannounced_holds": "次",
    "time_to_greeting": "s",
    "response_latency": "s",
    "longest_response": "s",
    "last_speech_to_end": "s",
    "agent_speech_rate": "字/分",
    "customer_speech_rate": "字/分",
    "agent_fastest_rate": "字/分",
    "agent_loudness": "dBFS",
    "customer_loudness": "dBFS",
    "agent_loudness_range": "dB",
    "customer_loudness_range": "dB",
    "agent_pitch": "Hz",
    "customer_pitch": "Hz",
    "agent_pitch_range": "半音",
    "customer_pitch_range": "半音",
    "agent_unclear_share": "percent",
    "customer_unclear_share": "percent",
    "agent_signal_to_noise": "dB",
    "customer_signal_to_noise": "dB",
}
"""Measures a rubric may ask for, with their unit (`qa.measures.definitions`; a test holds the two together)."""


PARTIES = ("ended_by", "last_speaker")
"""Measures that name a party."""


def _measures(*names: str) -> JsonSchemaValue:
    return {"required": ["measure"], "properties": {"measure": {"enum": list(names)}}}


def _bounded(unit: Unit) -> JsonSchemaValue:
    bound = quantity_schema(unit, example=f"5 {'%' if unit == 'percent' else unit}").json_schema
    return {
        "if": _measures(*(name for name, own in MEASURES.items() if own == unit)),
        "then": {
            "anyOf": [{"required": ["at_most"]}, {"required": ["at_least"]}],
            "properties": {"at_most": bound, "at_least": bound, "is": False},
        },
    }


class Measure(FromYaml):
    """通话的一项测量值在范围之内（有哪些测量，见 docs/measures.md）。

    ```yaml
    require: {measure: time_to_greeting, at_most: 5 s}
    forbid: {measure: ended_by, is: agent}
    ```

    通话时长、轮次、应答时间、保持占比、谁先挂机等都在其中。
    """

    model_config = ConfigDict(populate_by_name=True)
    measure: str
    """哪一项测量。"""
    at_most: Amount | None = None
    """最多多少，带单位。"""
    at_least: Amount | None = None
    """最少多少，带单位。"""
    is_: Literal["agent", "customer"] | None = Field(default=None, alias="is")
    """只用于说的是谁的测量：`ended_by` 谁挂机、`last_speaker` 谁最后说话。"""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """For an editor: which measures there are, and that the bounds of each have its unit."""
        schema = handler.resolve_ref_schema(handler(core))
        schema["properties"]["measure"]["enum"] = [*MEASURES, *PARTIES]
        schema["allOf"] = [_bounded(unit) for unit in dict.fromkeys(MEASURES.values())]
        schema["allOf"].append(
            {
                "if": _measures(*PARTIES),
                "then": {"required": ["is"], "properties": {"at_most": False, "at_least": False}},
            }
        )
        return schema

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in MEASURES and name not in PARTIES:
            raise _unknown(name)
        return name

    @model_validator(mode="after")
    def _units(self) -> Measure:
        bounds = [bound for bound in (self.at_most, self.at_least) if bound is not None]
        if self.measure in PARTIES:
            if bounds or self.is_ is None:
                raise Wrong(
                    f"{self.measure} 说的是哪一方，请写 is: agent 或 is: customer",
                    f"{self.measure} takes is: agent or customer",
                    kind=TOGETHER,
                )
            return self
        if not bounds or self.is_ is not None:
            raise Wrong(
                "请写 at_most: 或 at_least:，并带单位",
                "write at_most: or at_least: with a number and a unit",
                kind=TOGETHER,
            )
        for key, bound in (("at_most", self.at_most), ("at_least", self.at_least)):
            if bound is not None and bound.unit != MEASURES[self.measure]:
                unit = MEASURES[self.measure]
                shown = "%" if unit == "percent" else unit
                what = f"{self.measure} 的单位是 {shown}", f"{self.measure} is counted in {shown}"
                raise Wrong(*what, kind=QUANTITY, at=(key,))
        if self.at_most and self.at_least and self.at_least.value > self.at_most.value:
            raise Wrong(
                "at_least: 大于 at_most:，永远不成立",
                "at_least: is above at_most:, which never holds",
                kind=USELESS,
                at=("at_least",),
            )
        return self


def _unknown(name: str) -> Wrong:
    known = [*MEASURES, *PARTIES]
    meant = get_close_matches(name, known, n=3, cutoff=0.6)
    if meant:
        return Wrong(
            f"没有{quoted(name)}这项测量；是不是 {' 或 '.join(meant)}？",
            f"unknown measure {quoted(name)}; did you mean {' or '.join(meant)}?",
        )
    return Wrong(
        f"没有{quoted(name)}这项测量；全部测量见 docs/measures.md，例如 {'、'.join(_COMMON)}",
        f"unknown measure {quoted(name)}; docs/measures.md has them all, such as {', '.join(_COMMON)}",
    )


_COMMON = ("time_to_greeting", "call_seconds", "agent_speech_rate", "ended_by")
"""Measures that rubrics ask for most."""
