"""The conditions a criterion is made of, as they stand in YAML: one operator with its arguments, or logic over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from qa.phonetics.pattern import PatternError, Sequence, parse
from qa.rubric.diagnostics import Wrong
from qa.rubric.quantity import Amount, Duration, Within
from qa.transcript import Party

MEASURES = {
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


class FromYaml(BaseModel):
    """Strict, frozen, and every unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_empty(cls, value: object) -> object:
        if value is None:
            raise Wrong("没有写值；请写上，或删去这一键", "has no value: write one, or leave the key out")
        return value


def as_tuple(value: object) -> object:
    """A YAML list as the tuple that strict models ask for; anything else is left for them to refuse."""
    return tuple(value) if isinstance(value, list) else value


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Phrases = Annotated[tuple[str, ...], BeforeValidator(lambda v: tuple(_several(v))), Field(min_length=1)]


class Near(FromYaml):
    """Another condition that must lie near in time: `before: {silence: …, within: 10 s, hit: every}`."""

    condition: Condition
    within: Duration
    hit: Literal["any", "every", "first", "last"] = "any"

    @model_validator(mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, dict) or "condition" in value:
            return value
        own = {key: value[key] for key in ("within", "hit") if key in value}
        return {**own, "condition": {k: v for k, v in value.items() if k not in ("within", "hit")}}


class Said(FromYaml):
    """One of the phrases was said, matched on syllables."""

    said: Phrases
    by: Party | None = None
    within: Within | None = None
    before: Near | None = None
    after: Near | None = None
    unless: Condition | None = None

    @field_validator("by", mode="before")
    @classmethod
    def _party(cls, value: object) -> object:
        if value is None:
            return None
        if value not in ("agent", "customer"):
            raise Wrong(f"“{value}”：只能写 agent 或 customer", f"“{value}”: write agent or customer")
        return Party(str(value))

    @field_validator("said")
    @classmethod
    def _readable(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in phrases:
            try:
                parse(phrase)
            except PatternError as error:
                quoted = phrase if len(phrase) <= 40 else f"{phrase[:40]}…"
                zh, en = error.zh.rstrip("。"), error.en.rstrip(".")
                raise Wrong(f"“{quoted}”：{zh}", f"“{quoted}”: {en}") from error
        return phrases

    @model_validator(mode="after")
    def _one_side(self) -> Said:
        if self.before and self.after:
            raise Wrong(
                "before: 与 after: 只能写一个；两个都要时，请在 all: 下写两个条件",
                "write either before: or after:; for both, write two conditions under all:",
            )
        return self

    @property
    def patterns(self) -> tuple[tuple[str, Sequence], ...]:
        """Each phrase as written, and read."""
        return tuple((phrase, parse(phrase)) for phrase in self.said)


class _LongerThan(FromYaml):
    longer_than: Duration


class Silence(FromYaml):
    """Nobody speaks for longer than this (music is no speech)."""

    silence: _LongerThan
    unless: Condition | None = None


class Measure(FromYaml):
    """A measure of the call lies within bounds."""

    measure: str
    at_most: Amount | None = None
    at_least: Amount | None = None

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in MEASURES:
            known = ", ".join(MEASURES)
            raise Wrong(f"没有“{name}”这项测量；可用：{known}", f"unknown measure “{name}”; there are {known}")
        return name

    @model_validator(mode="after")
    def _units(self) -> Measure:
        bounds = [bound for bound in (self.at_most, self.at_least) if bound is not None]
        if not bounds:
            raise Wrong("请写 at_most: 或 at_least:，并带单位", "write at_most: or at_least: with a number and a unit")
        for bound in bounds:
            if bound.unit != MEASURES[self.measure]:
                unit = MEASURES[self.measure]
                raise Wrong(f"{self.measure} 的单位是 {unit}", f"{self.measure} is counted in {unit}")
        if self.at_most and self.at_least and self.at_least.value > self.at_most.value:
            raise Wrong("at_least: 大于 at_most:，永远不成立", "at_least: is above at_most:, which never holds")
        return self


class Metadata(FromYaml):
    """Columns of the manifest have one of these values: `metadata: {queue: [宽带, 话费]}`."""

    metadata: Annotated[dict[str, Phrases], Field(min_length=1)]


class All(FromYaml):
    """Every one of the conditions holds."""

    all: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class AnyOf(FromYaml):
    """One of the conditions holds."""

    any: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class Not(FromYaml):
    """The condition does not hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)
    not_: Condition = Field(alias="not")


OPERATORS = ("said", "silence", "measure", "metadata", "all", "any", "not")


def _operator(value: Any) -> str | None:
    if isinstance(value, BaseModel):
        return {All: "all", AnyOf: "any", Not: "not"}.get(type(value), type(value).__name__.lower())
    if not isinstance(value, dict):
        return None
    named = [name for name in OPERATORS if name in value]
    return named[0] if len(named) == 1 else None


Condition: TypeAlias = Annotated[
    Annotated[Said, Tag("said")]
    | Annotated[Silence, Tag("silence")]
    | Annotated[Measure, Tag("measure")]
    | Annotated[Metadata, Tag("metadata")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _operator,
        custom_error_type="condition",
        custom_error_message=f"a condition has exactly one operator: {', '.join(OPERATORS)}",
    ),
]


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The condition itself and, through `all`, `any` and `not`, those it is made of."""
    yield condition
    match condition:
        case All(all=inner) | AnyOf(any=inner):
            for part in inner:
                yield from parts_of(part)
        case Not(not_=part):
            yield from parts_of(part)


for _model in (Near, Said, Silence, All, AnyOf, Not):
    _model.model_rebuild()
