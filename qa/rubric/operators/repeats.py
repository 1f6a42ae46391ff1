"""`repeats`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Share


class _Repeats(FromYaml):
    of: Literal["self", "other"] = "self"
    """`self`（默认）重复自己的话，`other` 重复对方的话。"""
    last: Annotated[int, Field(ge=1, le=50)] = 3
    """与前面几轮比较；默认 3。"""
    at_least: Share = 0.8
    """多像才算；默认 `80 %`。"""
    shortest: Annotated[int, Field(ge=2, le=100)] = 6
    """少于几个字的话不算；默认 6。"""


class Repeats(Where):
    """把前面的话又说了一遍。

    ```yaml
    forbid:
      repeats: {last: 3, at_least: 80 %, shortest: 6}
      by: agent
      unless_after: {said: 我帮您重复一下, by: agent, within: 10 s}
    ```

    先说明再重复的，用 `unless_after:` 放过：说明在同一句、前一句或前一轮，只要在 `within:` 以内。
    `unless: {said: …}` 只放过说明与重复在同一句里的。
    """

    repeats: _Repeats
    """怎样的重复；都用默认值写 `{}`。"""
