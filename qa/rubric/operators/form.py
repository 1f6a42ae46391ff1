"""What all parts of a rubric have in common as they are read from YAML."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema, field_validator

from qa.phonetics.pattern import PatternError, Sequence, parse
from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import EMPTY, PHRASE


class FromYaml(BaseModel):
    """Strict, frozen, and every unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_empty(cls, value: object) -> object:
        if value is None:
            raise _nothing()
        return value


def _nothing() -> Wrong:
    return Wrong("没有写值", "has no value", kind=EMPTY)


def one_of(*keys: str) -> dict[str, JsonValue]:
    """For an editor: exactly one of these keys is written."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def as_tuple(value: object) -> object:
    """A YAML list as the tuple that strict models ask for; anything else is left for them to refuse."""
    return tuple(value) if isinstance(value, list) else value


def _several(value: object) -> object:
    if value is None:
        raise _nothing()
    return value if isinstance(value, list) else [value]


Phrases = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda v: tuple(_several(v))),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]
Count = Annotated[int, Field(ge=1, le=1000)]


def readable(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases, each of which is a pattern that can be sought."""
    for phrase in phrases:
        try:
            parse(phrase)
        except PatternError as error:
            zh, en = error.zh.rstrip("。"), error.en.rstrip(".")
            if phrase.startswith(("［", "｛")) and phrase.endswith(("］", "｝")):
                zh, en = "用了全角括号；请改为半角的 [ ] 或 { }", "full-width brackets; write plain [ ] or { }"
            what = f"{quoted(phrase)}：{zh}", f"{quoted(phrase)}: {en}"
            raise Wrong(*what, kind=PHRASE, about=phrase) from error
    return phrases


@lru_cache(maxsize=10_000)
def patterns(phrases: tuple[str, ...]) -> tuple[tuple[str, Sequence], ...]:
    """Each phrase as written, and read."""
    return tuple((phrase, parse(phrase)) for phrase in phrases)
