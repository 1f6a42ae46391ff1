"""`repeats`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Share


class _Repeats(FromYaml):
    of: Literal["self", "other"] = "self"
    last: Annotated[int, Field(ge=1, le=50)] = 3
    at_least: Share = 0.8
    shortest: Annotated[int, Field(ge=2, le=100)] = 6


class Repeats(Where):
    """把前面的话又说了一遍。

    ```yaml
    forbid: {repeats: {last: 3, at_least: 80 %, shortest: 6}, by: agent, unless: {said: 我帮您重复一下}}
    ```

    - `of: self`（默认）重复自己的话，`of: other` 重复对方的话。
    - `last: 3`：与前面几轮比较；`at_least: 80 %`：多像才算；`shortest: 6`：少于几个字的话不算。
    """

    repeats: _Repeats
