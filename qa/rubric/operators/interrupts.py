"""`interrupts`."""

from __future__ import annotations

from qa.rubric.operators.form import Count, FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Duration


class _Interrupts(FromYaml):
    longer_than: Duration = 0.0
    """两人同时说话超过多久，例如 `1 s`；不写则不论。"""
    overrun: Duration = 2.0
    """开口以后对方还要说多久以上才算抢话，例如 `1 s`；默认 2 s。"""
    shortest: Count = 4
    """抢的话少于几个字不算；默认 4。"""


class Interrupts(Where):
    """对方还在说，就抢着说（不写别的，开口以后对方还要说 2 秒以上、抢的话满 4 个字才算；“嗯”“对”之类的附和总不算）。

    ```yaml
    forbid: {interrupts: {longer_than: 1 s}, by: agent, times: {at_least: 2}}
    forbid: {interrupts: {overrun: 1 s, shortest: 6}, by: agent}
    ```

    `measure: agent_interruptions` 等抢话次数、时长总按默认的 2 s、4 个字数。
    """

    interrupts: _Interrupts
    """怎样的抢话；任何抢话写 `{}`。"""
