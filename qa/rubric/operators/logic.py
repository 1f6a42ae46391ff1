"""`all`, `any` and `not`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from qa.rubric.operators.form import FromYaml, as_tuple

if TYPE_CHECKING:
    from qa.rubric.condition import Condition


class All(FromYaml):
    """所有条件都成立。

    ```yaml
    require: {all: [{said: 您好, by: agent}, {measure: time_to_greeting, at_most: 5 s}]}
    ```
    """

    all: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """都要成立的条件。"""


class AnyOf(FromYaml):
    """其中一个条件成立。

    ```yaml
    require: {any: [{said: 再见, by: agent}, {measure: ended_by, is: customer}]}
    ```
    """

    any: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """成立一个即可的条件。"""


class Not(FromYaml):
    """条件不成立。

    ```yaml
    when: {not: {said: 打错了, by: customer}}
    ```
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)
    not_: Condition = Field(alias="not")
    """不得成立的条件。"""
