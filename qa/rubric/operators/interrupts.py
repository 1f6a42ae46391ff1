"""`interrupts`."""

from __future__ import annotations

from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Duration


class _Interrupts(FromYaml):
    longer_than: Duration = 0.0
    """两人同时说话超过多久，例如 `1 s`。"""


class Interrupts(Where):
    """对方还在说，就抢着说（开口以后对方还说了 2 秒以上、抢话满 4 个字才算；“嗯”“对”不算）。

    ```yaml
    forbid: {interrupts: {longer_than: 1 s}, by: agent, times: {at_least: 2}}
    ```
    """

    interrupts: _Interrupts
    """怎样的抢话；任何抢话写 `{}`。"""
